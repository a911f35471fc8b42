//! What the engine takes from outside instead of reaching for it: clock, randomness, the cost of a password hash, and
//! the settings of whoever runs it.

use ipnet::IpNet;
use latchkey_api::{MailServer, Secret, SignUp};
use std::{fmt, pin::Pin, sync::Arc, time::Duration};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// UNIX milliseconds.
    fn now_ms(&self) -> i64;
}

/// Gives bytes that nobody can guess.
pub trait Randomness: Send + Sync {
    /// Fills the whole slice.
    ///
    /// # Panics
    /// If the system has no randomness: nothing safe can be done without it.
    fn fill(&self, bytes: &mut [u8]);
}

/// How much work one password hash is: Argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl PasswordCost {
    /// What is stored in life: 19 MiB, two passes, one lane (R01).
    pub const STANDARD: Self = Self {
        memory_kib: 19_456,
        passes: 2,
        lanes: 1,
    };
}

/// How much the engine takes at once; who comes when that is taken is told to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Connections to a database.
    pub store_connections: u32,
    /// Longest that an operation waits for one of them.
    pub store_wait: Duration,
    /// Passwords that wait to be hashed, beside those that are.
    pub password_queue: usize,
}

impl Bounds {
    /// For one server on one machine.
    pub const STANDARD: Self = Self {
        store_connections: 16,
        store_wait: Duration::from_secs(2),
        password_queue: 32,
    };
}

/// What whoever runs the engine decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the server is called; empty if it has no name.
    pub name: String,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// How much it takes at once.
    pub bounds: Bounds,
    /// Where the links in mails lead.
    pub links: Links,
    /// A mail server for all accounts.
    pub mail: Option<CommonMail>,
    /// Where accounts' own mail servers may be besides the open network.
    pub mail_networks: Vec<IpNet>,
}

/// Where the links in mails lead. Never to where a request says it was sent (R37).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Links {
    /// Messages carry codes only.
    #[default]
    None,
    /// To pages of this server: what it is called from outside, such as `https://id.example.com`, without a slash at
    /// the end.
    Pages(String),
    /// To the application on this computer.
    Application,
}

/// A mail server for all accounts, and its password.
#[derive(Clone)]
pub struct CommonMail {
    /// The server and who mail is from.
    pub server: MailServer,
    /// Its password.
    pub password: Option<Secret>,
}

impl fmt::Debug for CommonMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CommonMail").field(&self.server).finish()
    }
}

/// The password is not looked at: secrets have no equality.
impl PartialEq for CommonMail {
    fn eq(&self, other: &Self) -> bool {
        self.server == other.server
    }
}
impl Eq for CommonMail {}

/// Keeps the passwords of accounts' mail servers outside of the store: the OS keychain of this computer.
pub trait Vault: Send + Sync {
    /// Keeps a password under a name, or forgets it. False where there is no keychain: then the store keeps it, sealed.
    fn keep<'v>(&'v self, name: &'v str, password: Option<&'v Secret>) -> Kept<'v, bool>;
    /// The password under that name.
    fn find<'v>(&'v self, name: &'v str) -> Kept<'v, Option<Secret>>;
}

/// What a vault answers, in its time.
pub type Kept<'v, T> = Pin<Box<dyn Future<Output = T> + Send + 'v>>;

impl Settings {
    /// For whoever has the store at hand: accounts can be made, and there is no name to tell.
    #[must_use]
    pub const fn at_hand() -> Self {
        Self {
            name: String::new(),
            sign_up: SignUp::On,
            bounds: Bounds::STANDARD,
            links: Links::None,
            mail: None,
            mail_networks: Vec::new(),
        }
    }
}

/// What the engine takes from outside.
#[derive(Clone)]
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub randomness: Arc<dyn Randomness>,
    /// The cost of a password hash.
    pub password_cost: PasswordCost,
    /// How many passwords are hashed at once.
    pub password_slots: usize,
    /// What whoever runs it decided.
    pub settings: Settings,
    /// Where passwords of mail servers are kept; none for sealed in the store.
    pub vault: Option<Arc<dyn Vault>>,
    /// Authorities, as PEM, whose mail servers are trusted besides those that this computer trusts.
    pub mail_authorities: Vec<String>,
}

impl Ports {
    /// The system's clock and randomness, the standard cost, one slot for each core, [`Settings::at_hand`].
    #[must_use]
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
            password_cost: PasswordCost::STANDARD,
            password_slots: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            settings: Settings::at_hand(),
            vault: None,
            mail_authorities: Vec::new(),
        }
    }
}

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the port")]
    fn now_ms(&self) -> i64 {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The system's randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[allow(clippy::disallowed_methods, reason = "this is the port")]
    #[allow(
        clippy::expect_used,
        reason = "without randomness nothing safe can be done"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness");
    }
}

/// Letters and digits out of randomness: what sorts of IDs are made of.
pub(crate) trait Draw {
    /// `N` random bytes.
    fn bytes<const N: usize>(&self) -> [u8; N];
    /// Random lower-case hexadecimal digits, twice as many as bytes.
    fn hex(&self, bytes: usize) -> String;
    /// A number below `bound`, each as likely.
    fn below(&self, bound: u64) -> u64;
}

impl Draw for dyn Randomness + '_ {
    fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    fn hex(&self, bytes: usize) -> String {
        let mut random = vec![0; bytes];
        self.fill(&mut random);
        crate::keys::hex(&random)
    }

    fn below(&self, bound: u64) -> u64 {
        // draws above the last whole multiple would favour small numbers
        let usable = u64::MAX - u64::MAX % bound;
        loop {
            let draw = u64::from_le_bytes(self.bytes());
            if draw < usable {
                return draw % bound;
            }
        }
    }
}
