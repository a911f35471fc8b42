//! How many files this process may open: every connection is one.

/// Allows so many, up to what the system lets this process allow itself.
///
/// # Errors
/// The system allows fewer; in words for whoever runs the server.
#[cfg(unix)]
pub fn allow(files: u64) -> Result<(), String> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= files) {
        return Ok(());
    }
    if let Some(most) = limit.maximum.filter(|most| *most < files) {
        return Err(format!(
            "this process may open {most} files and needs {files}. Allow more (LimitNOFILE in systemd, ulimit -n in a shell), or lower limits.connections."
        ));
    }
    let raised = Rlimit {
        current: Some(files),
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised)
        .map_err(|why| format!("this process may not open {files} files: {why}"))
}

/// Elsewhere there is no such limit.
///
/// # Errors
/// None.
#[cfg(not(unix))]
#[allow(
    clippy::missing_const_for_fn,
    clippy::unnecessary_wraps,
    reason = "elsewhere it can fail"
)]
pub fn allow(_files: u64) -> Result<(), String> {
    Ok(())
}
