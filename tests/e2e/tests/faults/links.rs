//! Links that lead nowhere.

use dienstchat_core::client::{LinkError, LinkTarget};
use dienstchat_core::duty::InvalidLink;
use dienstchat_e2e::{Stack, http, run};

use crate::support::Site;

#[test]
fn malformed_links_open_nothing_and_are_not_remembered() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let host = stack.connector_url().as_str();
        let ours = |path: &str| format!("{host}{path}");
        let long = ours(&format!("d/xyz/{}", "1".repeat(3_000)));
        let (form, foreign, id) = (InvalidLink::Form, InvalidLink::Host, InvalidLink::Id);
        let links = [
            (String::new(), form),
            ("chat".to_owned(), form),
            ("javascript:alert(1)".to_owned(), form),
            ("dienstchat://duty".to_owned(), form),
            ("dienstchat://duty/xyz".to_owned(), form),
            ("dienstchat://duty/xyz/1/2".to_owned(), form),
            ("dienstchat://login/xyz/1".to_owned(), form),
            ("dienstchat://me:pw@duty/xyz/1".to_owned(), form),
            ("dienstchat://duty/x/1".to_owned(), id),
            ("dienstchat://duty/../1".to_owned(), form),
            ("dienstchat://duty/xyz/%FF".to_owned(), form),
            ("dienstchat://duty/xyz/%0A".to_owned(), id),
            ("dienstchat://duty/much-too-long/1".to_owned(), id),
            (format!("dienstchat://duty/xyz/{}", "1".repeat(65)), id),
            ("https://evil.example/d/xyz/1".to_owned(), foreign),
            (host.replace("http:", "https:") + "d/xyz/1", foreign),
            (ours("e/xyz/1"), form),
            (ours("d/xyz"), form),
            (ours("d/xyz/"), id),
            (long, InvalidLink::TooLong),
        ];
        for (link, expected) in links {
            let result = phone.app().links().open(&link).await;
            assert_eq!(result.unwrap_err(), LinkError::Invalid(expected), "{link}");
            assert_eq!(phone.app().links().remembered().unwrap(), None);
        }
    });
}

#[test]
fn a_link_to_a_duty_that_one_is_not_on_opens_nothing() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("cem");
        phone.sign_in().await.unwrap();
        let links = phone.app().links();
        let link = site.duty().link().unwrap();
        for link in [
            link.as_str(),
            &format!("dienstchat://duty/{}/none", site.ov),
        ] {
            let result = links.open(link).await;
            assert_eq!(result.unwrap_err(), LinkError::NotOnDuty, "{link}");
        }
    });
}

#[test]
fn a_link_of_an_organisation_without_an_account_asks_for_a_sign_in() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let target = phone.app().links().open("dienstchat://duty/nobody/1").await;
        assert!(matches!(target.unwrap(), LinkTarget::SignIn { ov } if ov.as_str() == "nobody"));
    });
}

#[test]
fn the_landing_page_of_a_malformed_link_says_that_there_is_nothing() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let http = http().unwrap();
        for path in [
            "d/x/1",
            "d/xyz/%0A",
            "d/xyz/%FF",
            "d/xyz",
            "d/xyz/1/2",
            "d/%3Cscript%3E/1",
        ] {
            let url = stack.connector_url().join(path).unwrap();
            let answer = http.get(url).send().await.unwrap();
            assert!(answer.status().is_client_error(), "{path}");
            let page = answer.text().await.unwrap();
            assert!(!page.contains("<script>"), "{path}");
        }
    });
}
