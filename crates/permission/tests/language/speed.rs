//! Figures, in a release build: `cargo test --release -p latchkey-permission speed -- --ignored --nocapture`.
use std::hint::black_box;
use std::time::{Duration, Instant};

use latchkey_permission::{
    Condition, Context, Language, PermissionSet, Source, SourceKind, access_card, change, check,
    parse, template,
};

/// The middle one of many runs.
fn median(runs: usize, mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Allows and denies over many areas, some with conditions.
fn many_statements(count: usize) -> PermissionSet {
    let statement = |number: usize| match number % 4 {
        0 => format!(r#"{{"effect":"allow","api":"Area{number}:get*"}}"#),
        1 => format!(
            r#"{{"effect":"allow","api":["User:getUser{number}","Area{number}:listThings"]}}"#
        ),
        2 => format!(
            r#"{{"effect":"deny","api":"Area{number}:delete*","condition":"not ipAddress('10.{}.0.0/16')"}}"#,
            number % 250
        ),
        _ => format!(
            r#"{{"effect":"allow","api":"User:update{number}*","condition":"samUserName == 'u{number}'"}}"#
        ),
    };
    let own = r#"{"effect":"allow","api":"User:*","condition":"pathVariable('user_name') == samUserName"}"#;
    let numbers: Vec<usize> = (0..count).collect();
    let sources = numbers.chunks(50).map(|chunk| {
        let statements: Vec<String> = chunk
            .iter()
            .map(|number| {
                if *number == 0 {
                    own.into()
                } else {
                    statement(*number)
                }
            })
            .collect();
        let document = parse(&format!("{{\"statements\":[{}]}}", statements.join(","))).unwrap();
        Source {
            kind: SourceKind::Role(format!("role{}", chunk[0])),
            document: Ok(document),
        }
    });
    PermissionSet::new(sources.collect())
}

fn per_decision(set: &PermissionSet, operation: &str) -> (Duration, Duration) {
    let path = [("operator_id", "OP0123456789"), ("user_name", "mei")];
    let context = Context {
        sam_user_name: Some("mei"),
        source_ip: "10.1.2.3".parse().ok(),
        path: &path,
        ..Context::default()
    };
    let rounds = 10_000;
    let full = median(21, || {
        for _ in 0..rounds {
            black_box(set.decide(black_box(operation), &context));
        }
    });
    let fast = median(21, || {
        for _ in 0..rounds {
            black_box(set.allows(black_box(operation), &context));
        }
    });
    (full / rounds, fast / rounds)
}

#[test]
#[ignore = "figures want a release build"]
fn speed() {
    for count in [50, 500, 2_500, 10_000] {
        let compile = median(5, || drop(black_box(many_statements(count))));
        let set = many_statements(count);
        let allowed = per_decision(&set, "User:getUser");
        let refused = per_decision(&set, "Billing:getBilling");
        let unknown = per_decision(&set, "Area10:listThings");
        println!(
            "{count} statements: decide {:?} / allows {:?}; refused {:?} / {:?}; unknown name {:?}; read and compiled {compile:?}",
            allowed.0, allowed.1, refused.0, refused.1, unknown.0
        );
        assert!(allowed.0 < Duration::from_micros(1) && refused.0 < Duration::from_micros(1));
    }
    let set =
        |id: &str| PermissionSet::new(vec![Source::own(template(id).unwrap().document.clone())]);
    let (mei, people) = (set("billing"), set("operate"));
    let card = median(101, || {
        drop(black_box(access_card(&people, Some("Mei"), Language::En)));
    });
    println!("access card: {card:?}");
    let busy = many_statements(50);
    let busy_card = median(101, || {
        drop(black_box(access_card(&busy, Some("Mei"), Language::En)));
    });
    println!("access card, 50 statements: {busy_card:?}");
    let fifty = median(21, || {
        for _ in 0..50 {
            black_box(change(&mei, &people, Language::En));
        }
    });
    println!("before and after for 50 users: {fifty:?}");
    let text = "currentDate >= date(2026, 2, 1) and (ipAddress('10.0.0.0/8') or pathVariable('user_name') == samUserName)";
    let parse = median(1001, || drop(black_box(Condition::parse(text))));
    println!("condition: {parse:?}");
    for worst in crate::hostile::conditions() {
        let time = median(101, || drop(black_box(Condition::parse(&worst))));
        println!("hostile condition {worst:.20}…: {time:?}");
        assert!(time < Duration::from_micros(50), "R52");
    }
    let document = template("operate").unwrap().document.to_text();
    let checked = median(101, || drop(black_box(check(&document, None))));
    println!("check of a template: {checked:?}");
    assert!(
        card < Duration::from_millis(1)
            && busy_card < Duration::from_millis(1)
            && fifty < Duration::from_millis(50)
    );
}
