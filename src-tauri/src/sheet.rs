//! The recovery sheet as a file: what it is for, the operator ID, the recovery key.

use latchkey_api::{Language, say};

/// The text of the sheet. Line ends are the platform's own when written on Windows.
pub fn text(language: Language, operator_id: &str, name: &str, recovery_key: &str) -> String {
    let sheet = match language {
        Language::En => format!(
            "Latchkey recovery sheet\n\nAccount:       {name}\nOperator ID:   {operator_id}\nRecovery key:  {recovery_key}\n\n\
             The recovery key opens this account's data on a computer whose keychain does not know it.\n\
             It does not replace the password. Nobody can make a second one.\n\
             Print this sheet or keep it away from this computer, where only you can reach it.\n"
        ),
        Language::Ja => format!(
            "Latchkey 復旧シート\n\nアカウント:      {name}\nオペレーターID:  {operator_id}\n復旧キー:        {recovery_key}\n\n\
             復旧キーは、キーチェーンに鍵がないコンピューターでこのアカウントのデータを開くためのものです。\n\
             パスワードの代わりにはなりません。再発行はできません。\n\
             印刷するか、このコンピューター以外の、自分だけが使える場所に保管してください。\n"
        ),
    };
    if cfg!(windows) {
        sheet.replace('\n', "\r\n")
    } else {
        sheet
    }
}

/// The file's name before the person chooses another one.
pub fn file_name(language: Language, operator_id: &str) -> String {
    let kind = say(language, "recovery sheet", "復旧シート");
    format!("Latchkey {operator_id} {kind}.txt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_holds_what_is_needed_and_its_name_does_not() {
        for language in [Language::En, Language::Ja] {
            let sheet = text(language, "OP0000000001", "Kitahama", "AAAA-BBBB");
            assert!(
                sheet.contains("OP0000000001")
                    && sheet.contains("AAAA-BBBB")
                    && sheet.contains("Kitahama")
            );
            assert!(!file_name(language, "OP0000000001").contains("AAAA"));
        }
    }
}
