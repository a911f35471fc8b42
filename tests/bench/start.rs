//! Start to the first usable screen, and memory, against an empty Tauri window that is built here: both through
//! the same driver on the same kind of desktop, in turns.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    app::App,
    desktop::{Desktop, Keychain},
    places,
};

use crate::{
    cost::memory,
    table::{Table, median},
};

const ROUNDS: u32 = 7;

/// One start: seconds and MiB.
struct Start {
    seconds: f64,
    memory: f64,
}

pub fn measure(table: &mut Table) -> Result<()> {
    let floor = build_floor()?;
    let application = places::application()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (mut floors, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        // in turns, so that a busy moment of the machine meets both
        floors.push(runtime.block_on(start(&floor))?);
        ours.push(runtime.block_on(start(&application))?);
    }
    let of =
        |starts: &[Start], value: fn(&Start) -> f64| median(starts.iter().map(value).collect());
    let (floor, our) = (of(&floors, |one| one.seconds), of(&ours, |one| one.seconds));
    let (figure, against) = (
        format!("{our:.2} s ({:.2}x)", our / floor),
        format!("empty window {floor:.2} s"),
    );
    table.row(
        "start to the first usable screen",
        &figure,
        &against,
        "<= 1.25x",
        our <= 1.25 * floor,
    );
    let (floor, our) = (of(&floors, |one| one.memory), of(&ours, |one| one.memory));
    let (figure, against) = (
        format!("{our:.0} MiB ({:.2}x)", our / floor),
        format!("empty window {floor:.0} MiB"),
    );
    table.row(
        "memory, PSS of all processes",
        &figure,
        &against,
        "<= 1.3x",
        our <= 1.3 * floor,
    );
    Ok(())
}

/// The empty window's own workspace, built into the same target folder.
fn build_floor() -> Result<PathBuf> {
    let target = places::application()?;
    let target = target
        .parent()
        .and_then(Path::parent)
        .context("no target folder")?
        .join("floor");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--locked", "--profile", "ci"])
        .current_dir(places::root().join("tests/floor"))
        .env("CARGO_TARGET_DIR", &target)
        .status()?;
    ensure!(status.success(), "the empty window was not built");
    Ok(target.join("ci/latchkey-floor"))
}

async fn start(program: &Path) -> Result<Start> {
    let desktop = Desktop::start(Keychain::Open)?;
    let begin = Instant::now();
    let app = App::open_program(&desktop, program, &[]).await?;
    app.visible("h1, [data-testid=usable]").await?;
    let seconds = begin.elapsed().as_secs_f64();
    let memory = settled_memory(&app).await?;
    app.close().await?;
    Ok(Start { seconds, memory })
}

/// Once it has stopped moving: three readings within one per cent.
async fn settled_memory(app: &App) -> Result<f64> {
    let mut readings: Vec<f64> = Vec::new();
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        readings.push(memory(&app.processes()?));
        if let [.., a, b, c] = readings.as_slice() {
            let (least, most) = (a.min(*b).min(*c), a.max(*b).max(*c));
            if most <= 1.01 * least {
                break;
            }
        }
    }
    readings.last().copied().context("no reading")
}
