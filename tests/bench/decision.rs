//! One decision, on the same rules in three engines: ours, cedar-policy and casbin, each in the form that it
//! asks to be loaded in. Exact operations, a whole area in every tenth rule, a deny in every seventh.

use std::fmt::Write as _;

use anyhow::{Result, anyhow, ensure};
use casbin::{CoreApi, DefaultModel, Enforcer, MgmtApi};
use cedar_policy::{Authorizer, Decision, Entities, EntityUid, PolicySet, Request};
use latchkey_permission::{Context, PermissionSet, Source, SourceKind, catalogue};

use crate::table::{Table, nanoseconds, time};

struct Rule {
    allow: bool,
    /// An operation, or a whole area: `Billing:*`.
    api: String,
}

/// Every third of the first fifty rules is about an operation of the contract, so that the answers stay the same however
/// many follow; the rest is about other services, ten to an area. Every tenth is about a whole area, every seventh denies.
fn rules(count: usize) -> Vec<Rule> {
    let api = |at: usize| match catalogue().get(at / 3) {
        Some(entry) if at.is_multiple_of(3) && at < 50 => entry.name.to_owned(),
        _ if at % 10 == 9 => format!("Area{}:*", at / 10),
        _ => format!("Area{}:operation{at}", at / 10),
    };
    (0..count)
        .map(|at| Rule {
            allow: at % 7 != 3,
            api: api(at),
        })
        .collect()
}

/// Operations of the contract: allowed early and late, denied, and one that no rule mentions.
fn questions() -> Vec<String> {
    let asked = [0, 16, 1, 40].iter().filter_map(|at| catalogue().get(*at));
    asked.map(|entry| entry.name.to_owned()).collect()
}

struct Engines {
    ours: PermissionSet,
    cedar: Cedar,
    casbin: Enforcer,
}

struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
}

pub fn measure(table: &mut Table) -> Result<()> {
    let mut ours_at = Vec::new();
    for count in [50, 10_000] {
        let questions = questions();
        let engines = Engines {
            ours: ours(&rules(count)),
            cedar: cedar(&rules(count), &questions)?,
            casbin: casbin(&rules(count))?,
        };
        agree(&engines, &questions)?;
        let (our, cedar, casbin) = times(&engines, &questions);
        let against = format!(
            "cedar-policy {} ({:.0}x), casbin {} ({:.0}x)",
            time(cedar),
            cedar / our,
            time(casbin),
            casbin / our
        );
        let goal = "<= 1 µs, >= 10x faster than the better one";
        let met = our <= 1000.0 && cedar.min(casbin) >= 10.0 * our;
        table.row(
            &format!("one decision, {count} statements"),
            &time(our),
            &against,
            goal,
            met,
        );
        ours_at.push(our);
        let other = nanoseconds(|| {
            engines
                .ours
                .allows("Area3:operation37", &Context::default())
        });
        let what = format!("about an operation of another service, {count} statements");
        table.row(&what, &time(other), "-", "<= 1 µs", other <= 1000.0);
    }
    if let [few, many] = ours_at.as_slice() {
        let ratio = many / few;
        table.row(
            "from 50 to 10,000 statements",
            &format!("{ratio:.2}x"),
            "-",
            "flat (<= 1.5x)",
            ratio <= 1.5,
        );
    }
    Ok(())
}

/// A comparison of engines that disagree would compare nothing.
fn agree(engines: &Engines, questions: &[String]) -> Result<()> {
    let mut answers = Vec::new();
    for (question, request) in questions.iter().zip(&engines.cedar.requests) {
        let ours = engines.ours.allows(question, &Context::default());
        let cedar = ask_cedar(&engines.cedar, request);
        let casbin = engines.casbin.enforce(("hana", question.as_str()))?;
        ensure!(
            ours == cedar && ours == casbin,
            "{question}: {ours}, {cedar}, {casbin}"
        );
        answers.push(ours);
    }
    ensure!(
        answers.contains(&true) && answers.contains(&false),
        "all answers are the same"
    );
    Ok(())
}

fn times(engines: &Engines, questions: &[String]) -> (f64, f64, f64) {
    let each = f64::from(u32::try_from(questions.len()).unwrap_or(1));
    let context = Context::default();
    let ours = nanoseconds(|| {
        questions
            .iter()
            .filter(|question| engines.ours.allows(question, &context))
            .count()
    });
    let cedar = nanoseconds(|| {
        engines
            .cedar
            .requests
            .iter()
            .filter(|request| ask_cedar(&engines.cedar, request))
            .count()
    });
    let casbin = nanoseconds(|| {
        let asked = questions
            .iter()
            .map(|question| engines.casbin.enforce(("hana", question.as_str())));
        asked.filter(|answer| matches!(answer, Ok(true))).count()
    });
    (ours / each, cedar / each, casbin / each)
}

/// Documents of 100 statements each, as many sources as that needs: a user with a hundred roles.
fn ours(rules: &[Rule]) -> PermissionSet {
    let sources = rules.chunks(100).enumerate().map(|(number, rules)| {
        let statements: Vec<serde_json::Value> = rules
            .iter()
            .map(|rule| {
                let effect = if rule.allow { "allow" } else { "deny" };
                serde_json::json!({ "effect": effect, "api": rule.api })
            })
            .collect();
        let text = serde_json::json!({ "statements": statements }).to_string();
        Source::stored(SourceKind::Role(format!("role{number}")), &text)
    });
    PermissionSet::new(sources.collect())
}

/// Areas as Cedar means them: groups that actions belong to.
fn cedar(rules: &[Rule], questions: &[String]) -> Result<Cedar> {
    let mut text = String::new();
    for rule in rules {
        let effect = if rule.allow { "permit" } else { "forbid" };
        let action = match rule.api.strip_suffix(":*") {
            Some(area) => format!("action in Action::\"{area}\""),
            None => format!("action == Action::{:?}", rule.api),
        };
        // writing into a text does not fail
        let _ = writeln!(
            text,
            "{effect}(principal == User::\"hana\", {action}, resource);"
        );
    }
    let entity = |question: &String| {
        let area = question.split(':').next().unwrap_or_default();
        serde_json::json!({
            "uid": { "type": "Action", "id": question },
            "attrs": {},
            "parents": [{ "type": "Action", "id": area }],
        })
    };
    let entities: Vec<_> = questions.iter().map(entity).collect();
    let (hana, store): (EntityUid, EntityUid) =
        ("User::\"hana\"".parse()?, "Account::\"one\"".parse()?);
    let request = |question: &String| {
        let action: EntityUid = format!("Action::{question:?}").parse()?;
        let context = cedar_policy::Context::empty();
        Request::new(hana.clone(), action, store.clone(), context, None).map_err(|e| anyhow!("{e}"))
    };
    Ok(Cedar {
        authorizer: Authorizer::new(),
        policies: text.parse().map_err(|e| anyhow!("{e}"))?,
        entities: Entities::from_json_value(serde_json::Value::Array(entities), None)?,
        requests: questions.iter().map(request).collect::<Result<_>>()?,
    })
}

fn ask_cedar(cedar: &Cedar, request: &Request) -> bool {
    let answer = cedar
        .authorizer
        .is_authorized(request, &cedar.policies, &cedar.entities);
    answer.decision() == Decision::Allow
}

fn casbin(rules: &[Rule]) -> Result<Enforcer> {
    let model = "
[request_definition]
r = sub, act
[policy_definition]
p = sub, act, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.sub == p.sub && keyMatch(r.act, p.act)
";
    let policies: Vec<Vec<String>> = rules
        .iter()
        .map(|rule| {
            let effect = if rule.allow { "allow" } else { "deny" };
            vec!["hana".into(), rule.api.clone(), effect.into()]
        })
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let model = DefaultModel::from_str(model).await?;
        let mut enforcer = Enforcer::new(model, casbin::MemoryAdapter::default()).await?;
        enforcer.add_policies(policies).await?;
        Ok(enforcer)
    })
}
