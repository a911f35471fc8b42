//! `cargo xtask pictures`: a walk through the running application that photographs every page, in both themes, both
//! languages and two window sizes, named as the design names its pages.

mod album;
mod emails;
mod mail;
mod office;
mod owner;
mod people;
mod seed;

use anyhow::{Context, Result};
use latchkey_tests::{
    desktop::{Desktop, Keychain},
    places,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = places::pictures();
    for language in ["en", "ja"] {
        let desktop = Desktop::start(Keychain::Open)?;
        let mut album = album::Album::open(&desktop, &folder, language).await?;
        let walk = async {
            let account = owner::first_run(&mut album)
                .await
                .context("the first run")?;
            owner::users(&mut album, &account)
                .await
                .context("the owner's pages")?;
            emails::pages(&album, &desktop, &account)
                .await
                .context("the owner's addresses")?;
            mail::pages(&album, &desktop, &account)
                .await
                .context("mail and the ways back in")?;
            owner::settings(&mut album).await.context("settings")?;
            people::own_view(&mut album, &account)
                .await
                .context("a user's pages")?;
            office::pages(&album, &desktop)
                .await
                .context("an office's server")
        };
        let end = walk
            .await
            .map_err(|error| error.context(album.app.log_tail()));
        album.app.close().await?;
        end?;
    }
    println!("{}", folder.display());
    if std::env::args().any(|word| word == "--docs") {
        album::renew_docs(&folder)?;
    }
    Ok(())
}
