//! A message as HTML that any mail program shows: tables, styles in place, nothing that is loaded from anywhere, nothing
//! that runs. The colours are the application's (`tokens.css`), which a message cannot refer to; where a mail program
//! drops the style sheet, those for a light window stay.

use super::body::{Body, Part};
use crate::html::escaped;
use std::fmt::Write as _;

const FONT: &str = "font-family:-apple-system,'Segoe UI','Hiragino Sans','Yu Gothic UI','Noto Sans CJK JP','Noto Sans',\
    Helvetica,Arial,sans-serif";
const MONO: &str =
    "font-family:ui-monospace,'SF Mono','Cascadia Mono',Consolas,'DejaVu Sans Mono',monospace";

/// For a dark window. Mail programs put colours in place, so these have to insist.
const STYLE: &str = "\
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.canvas{background:#0e1012!important}
.sheet{background:#16181b!important;border-color:#2a2d32!important}
.well{background:#121316!important;border-color:#2a2d32!important}
.line{border-color:#2a2d32!important}
.text{color:#ebedf0!important}
.quiet{color:#b3b8be!important}
.button{background:#3673cb!important}
.link{color:#91b9f4!important}
}
";

/// The whole of it.
pub(super) fn page(body: &Body, tag: &str) -> String {
    let parts: String = body.parts.iter().map(part).collect();
    format!(
        "<!doctype html>
<html lang=\"{tag}\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"color-scheme\" content=\"light dark\">
<meta name=\"supported-color-schemes\" content=\"light dark\">
<meta name=\"format-detection\" content=\"telephone=no,date=no,address=no,email=no,url=no\">
<title>{subject}</title>
<style>
{STYLE}</style>
</head>
<body class=\"canvas\" style=\"margin:0;padding:0;background:#f1f2f5\">
<table role=\"presentation\" class=\"canvas\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background:#f1f2f5\">
<tr><td align=\"center\" style=\"padding:24px 12px\">
<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:600px;text-align:left\">
<tr><td class=\"sheet text\" style=\"{FONT};padding:32px;background:#ffffff;border:1px solid #e4e6ea;border-radius:10px;\
color:#181c21;font-size:15px;line-height:24px\">
<h1 class=\"text\" style=\"margin:0 0 16px;color:#181c21;font-size:22px;line-height:30px;font-weight:600\">{heading}</h1>
{parts}</td></tr>
<tr><td class=\"quiet\" style=\"{FONT};padding:16px 32px;color:#4e535a;font-size:13px;line-height:20px\">{footer}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
",
        subject = escaped(&body.subject),
        heading = escaped(body.heading),
        footer = escaped(body.footer),
    )
}

fn part(part: &Part) -> String {
    match part {
        Part::Say(text) => paragraph("text", "color:#181c21", text),
        Part::Note(text) => paragraph(
            "quiet",
            "color:#4e535a;font-size:13px;line-height:20px",
            text,
        ),
        Part::Link(button, url) => link(&escaped(button), &escaped(url)),
        Part::Code(code) => code_block(&escaped(code)),
        Part::Token(label, token) => token_line(&escaped(label), &escaped(token)),
        Part::Rows(rows) => facts(rows),
        Part::Aside(heading, text) => aside(&escaped(heading), &escaped(text)),
    }
}

fn paragraph(class: &str, style: &str, text: &str) -> String {
    let text = escaped(text);
    format!("<p class=\"{class}\" style=\"margin:0 0 16px;{style}\">{text}</p>\n")
}

/// A button, and below it where it leads: nobody has to press what cannot be looked at.
fn link(button: &str, url: &str) -> String {
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:8px 0 12px\">
<tr><td class=\"button\" style=\"background:#2a61b1;border-radius:6px\">
<a href=\"{url}\" style=\"{FONT};display:inline-block;padding:10px 20px;color:#ffffff;font-size:15px;line-height:20px;\
font-weight:600;text-decoration:none\">{button}</a>
</td></tr>
</table>
<p style=\"margin:0 0 20px;font-size:13px;line-height:20px;word-break:break-all\">
<a class=\"link\" href=\"{url}\" style=\"color:#1e55a4\">{url}</a>
</p>
"
    )
}

fn code_block(code: &str) -> String {
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px\">
<tr><td class=\"well text\" style=\"{MONO};padding:12px 20px;background:#f6f8fa;border:1px solid #e4e6ea;border-radius:6px;\
color:#181c21;font-size:24px;line-height:32px;font-weight:600;letter-spacing:2px;white-space:nowrap\">{code}</td></tr>
</table>
"
    )
}

fn token_line(label: &str, token: &str) -> String {
    format!(
        "<p class=\"quiet\" style=\"margin:0 0 16px;color:#4e535a;font-size:13px;line-height:20px;word-break:break-all\">{label}<br>
<span style=\"{MONO}\">{token}</span></p>
"
    )
}

fn facts(rows: &[(&str, String)]) -> String {
    let mut table = "<table role=\"presentation\" class=\"line\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
        style=\"margin:24px 0 0;border-top:1px solid #e4e6ea\">\n"
        .to_owned();
    for (index, (label, value)) in rows.iter().enumerate() {
        let (label, value) = (escaped(label), escaped(value));
        let top = if index == 0 { 20 } else { 4 };
        let style = format!(
            "{FONT};padding:{top}px 0 4px;vertical-align:top;font-size:14px;line-height:20px"
        );
        // on its own line of direction: a name from right to left turns nothing around it
        let _ = writeln!(
            table,
            "<tr>\n<td class=\"quiet\" width=\"132\" style=\"{style};padding-right:12px;color:#4e535a\">{label}</td>\n\
             <td class=\"text\" style=\"{style};color:#181c21;word-break:break-word\"><bdi>{value}</bdi></td>\n</tr>"
        );
    }
    table + "</table>\n"
}

fn aside(heading: &str, text: &str) -> String {
    format!(
        "<table role=\"presentation\" class=\"line\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
         style=\"margin:20px 0 0;border-top:1px solid #e4e6ea\">
<tr><td style=\"{FONT};padding:20px 0 0;font-size:14px;line-height:20px\">
<p class=\"text\" style=\"margin:0 0 4px;color:#181c21;font-weight:600\">{heading}</p>
<p class=\"quiet\" style=\"margin:0;color:#4e535a\">{text}</p>
</td></tr>
</table>
"
    )
}
