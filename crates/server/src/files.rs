//! How many files this process may open: every connection is one.

/// Allows itself so many, as far as the system lets it, and tells how many those are now.
#[cfg(unix)]
#[must_use]
pub fn allow(files: u64) -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current.unwrap_or(u64::MAX);
    if current >= files {
        return current;
    }
    let raised = files.min(limit.maximum.unwrap_or(u64::MAX));
    let wanted = Rlimit {
        current: Some(raised),
        maximum: limit.maximum,
    };
    match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => raised,
        Err(_) => current,
    }
}

/// Elsewhere there is no such limit.
#[cfg(not(unix))]
#[must_use]
pub const fn allow(_files: u64) -> u64 {
    u64::MAX
}
