//! A PostgreSQL cluster of one test's own, which it may stop and start. It ends with the test's process.

use super::postgres::{as_user, programs, start, succeed, url, watch};
use std::path::{Path, PathBuf};

pub struct Cluster {
    folder: PathBuf,
}

impl Cluster {
    pub fn start() -> Self {
        let base = ["/dev/shm", "/tmp"]
            .into_iter()
            .find(|path| Path::new(path).is_dir())
            .expect("a folder for the cluster");
        let folder = tempfile::Builder::new()
            .prefix("latchkey-own-")
            .tempdir_in(base)
            .unwrap()
            .keep();
        start(&folder);
        watch(&folder, std::process::id());
        Self { folder }
    }

    /// The database that every cluster has.
    pub fn store(&self) -> String {
        url(&self.folder, "postgres")
    }

    /// `fast` ends sessions, `immediate` is as good as a crash.
    pub fn stop(&self, mode: &str) {
        self.control(&["-m", mode, "stop"]);
    }

    /// Starts it again, as it was started first.
    pub fn go_on(&self) {
        // it takes the options along that it was started with
        self.control(&["restart"]);
    }

    pub fn restart(&self, mode: &str) {
        self.control(&["-m", mode, "restart"]);
    }

    fn control(&self, what: &[&str]) {
        let log = self.folder.join("log");
        succeed(
            as_user(&programs().join("pg_ctl"))
                .args(["-w", "-t", "60", "-D"])
                .arg(self.folder.join("data"))
                .arg("-l")
                .arg(log)
                .args(what),
        );
    }
}
