//! The real mail server of `tests/mail/server.py`, as a process of its own.

use super::{MAIL_PASSWORD, MAIL_USER, office::Standing};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

pub struct RealServer {
    pub port: u16,
    folder: tempfile::TempDir,
    process: Child,
}

impl RealServer {
    pub fn start(security: &str, refused: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let proof = Standing::Good.proof();
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let certificate = put("certificate.pem", &proof.certificate);
        let key = put("key.pem", &proof.key);
        let mut command = Command::new(python());
        command
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../tests/mail/server.py"
            ))
            .args([
                "--security",
                security,
                "--user",
                MAIL_USER,
                "--password",
                MAIL_PASSWORD,
            ])
            .arg("--folder")
            .arg(folder.path())
            .arg("--certificate")
            .arg(certificate)
            .arg("--key")
            .arg(key);
        for address in refused {
            command.args(["--refuse", address]);
        }
        // it ends when this end of its input does
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("port ").expect("a port");
        Self {
            port: port.parse().unwrap(),
            folder,
            process,
        }
    }

    /// What it took, in order: envelope and message.
    pub fn taken(&self) -> Vec<(serde_json::Value, Vec<u8>)> {
        let mut names: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .collect();
        names.sort();
        let both = |path: PathBuf| {
            let about = std::fs::read(path.with_extension("json")).unwrap();
            (
                serde_json::from_slice(&about).unwrap(),
                std::fs::read(&path).unwrap(),
            )
        };
        names.into_iter().map(both).collect()
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Python with aiosmtpd, as `cargo xtask` installs it into the target folder.
fn python() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let target = test
        .ancestors()
        .find(|folder| folder.join("conformance").is_dir());
    let python = target
        .unwrap_or(Path::new("/"))
        .join("conformance/bin/python");
    assert!(
        python.is_file(),
        "{} is missing: `cargo xtask setup --test` installs it",
        python.display()
    );
    python
}
