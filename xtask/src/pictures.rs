//! `cargo xtask pictures`: the running application, page by page.

use crate::{Outcome, only, packages, run, step::Step, tree};

pub const ABOUT: &str =
    "take pictures of every page: light and dark, English and Japanese, two window sizes

They go to tests/e2e/pictures, which git ignores.

  --docs     also renew the two pictures of the README, in docs/";

pub fn start(arguments: &[String]) -> Outcome {
    only(arguments, &["--docs"])?;
    packages::for_testing()?;
    run::build()?;
    Step::new(tree::built("debug", "pictures"), arguments)
        .with("LATCHKEY_APP", tree::built("debug", "latchkey"))
        .run()
}
