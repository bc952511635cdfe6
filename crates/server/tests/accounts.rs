//! Accounts: signing up, trying, changing, belonging to others, and acting for them (reference: identity.md §5, §15.1,
//! §18; session.md §12.5, §12.6).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use boxoffice::mail;
use boxoffice::migrations::MIGRATIONS;
use boxoffice::partner::{
    self, Limits, PartnerStatus, Registration, RegistrationPolicy, TRIAL_WARNING_SECONDS, Trial, TrialEnd,
};
use common::{Account, Outcome, PASSWORD, Server, refused, text};
use ks::{SessionType, Version};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

const DAY: i64 = 86_400;

fn policy(server: &Server, registration: Registration) {
    server.app.registrations.set_policy(RegistrationPolicy {
        registration,
        trial_days: 30,
        trial_end: TrialEnd::ReadOnly,
    });
}

/// What the recorded clients send (captures 15, 33, 49).
fn applicant(email: &str) -> Value {
    json!({
        "objectType": "KalturaPartner", "name": "Example Org", "website": "https://org.example.test",
        "adminName": "Carol Example", "adminEmail": email, "description": "made-up", "type": 1,
        "phone": "+15550100", "country": "US",
        "additionalParams": [{"objectType": "KalturaKeyValue", "key": "source", "value": "signup"}],
    })
}

#[allow(clippy::needless_pass_by_value)] // reads best at the call: `with(object, json!({…}))`
fn with(mut object: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            object.as_object_mut().unwrap().remove(name);
        } else {
            object[name] = value.clone();
        }
    }
    object
}

/// The text in a refused registration.
fn registration_error(outcome: Outcome) -> String {
    let refused = outcome.expect_err("the registration is refused");
    assert_eq!(refused.code, "PARTNER_REGISTRATION_ERROR", "{refused:?}");
    let message = refused.args["MESSAGE"].as_str().unwrap().to_owned();
    assert!(!message.contains("KalturaPartner::"), "{message}");
    message
}

async fn limit(server: &Server, account: &Account, limits: Limits) {
    assert!(partner::set_limits(&server.app, account.id, &limits, server.now()).await.unwrap());
}

async fn accounts(server: &Server) -> usize {
    partner::ids(&server.app).await.unwrap().len()
}

/// An account that belongs to the first one, which may have any number of them.
async fn child(server: &Server, email: &str) -> Account {
    limit(server, &server.account, Limits { publishers: Some(-1), ..Limits::default() }).await;
    let ks = server.admin().await;
    let made = server
        .call(
            "partner",
            "register",
            json!({"ks": ks, "partner": applicant(email), "cmsPassword": PASSWORD, "silent": true}),
        )
        .await
        .unwrap();
    account_of(&made, email)
}

fn account_of(made: &Value, email: &str) -> Account {
    Account {
        id: made["id"].as_i64().unwrap(),
        admin_secret: made["adminSecret"].as_str().unwrap().to_owned(),
        user_secret: made["secret"].as_str().unwrap().to_owned(),
        owner: email.to_owned(),
    }
}

/// The mails that were written, oldest first: type, recipient and text.
async fn mails(server: &Server) -> Vec<(i64, String, String)> {
    let mut found = Vec::new();
    for listed in mail::list(&server.app, true, 100).await.unwrap() {
        let (mail, text) = mail::open(&server.app, listed.id).await.unwrap().unwrap();
        found.insert(0, (mail.kind, mail.recipient, text.to_string()));
    }
    found
}

async fn info(server: &Server, ks: &str) -> Value {
    server.call("partner", "getInfo", json!({"ks": ks})).await.unwrap()
}

/// Accounts that were made before lists looked at more than their ids.
async fn made_earlier(store: store::testing::TestStore) {
    let (first, _) = MIGRATIONS.split_at(1);
    store.store.migrate(first).await.unwrap();
    let profile = json!({"adminEmail": "Old@Example.test"}).to_string();
    let insert = Query::insert()
        .into_table("partner")
        .columns(["name", "status", "ks_version", "admin_login_quota", "profile", "created_at", "updated_at"])
        .values_panic([
            "Old Account".into(),
            1.into(),
            2.into(),
            (-1).into(),
            profile.into(),
            0.into(),
            0.into(),
        ])
        .returning_col("id")
        .to_owned();
    let mut tx = store.store.begin().await.unwrap();
    let id: i64 = tx.one(&insert).await.unwrap().unwrap().get("id").unwrap();
    tx.commit().await.unwrap();
    store.store.migrate(MIGRATIONS).await.unwrap();
    let keys = Query::select()
        .columns(["name_key", "admin_email_key", "package", "group_type", "shows_secrets"])
        .from("partner")
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    let row = store.store.one(&keys).await.unwrap().unwrap();
    assert_eq!(row.get::<String>("name_key").unwrap(), "old account");
    assert_eq!(row.get::<Option<String>>("admin_email_key").unwrap().as_deref(), Some("old@example.test"));
    assert_eq!((row.get::<i64>("package").unwrap(), row.get::<i64>("group_type").unwrap()), (1, 1));
    assert!(!row.get::<bool>("shows_secrets").unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_made_earlier_are_found_sqlite() {
    made_earlier(store::testing::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_made_earlier_are_found_postgres() {
    made_earlier(store::testing::postgres().await).await;
}

on_both_stores! {
    async fn registration_is_closed_unless_the_operator_opens_it(server: Server) {
        let before = accounts(&server).await;
        for action in ["register", "registrationValidation"] {
            let tried = server.call("partner", action, json!({"partner": applicant("carol@example.test")})).await;
            assert!(registration_error(tried).contains("closed"));
        }
        assert_eq!(accounts(&server).await, before);
    }

    async fn a_stranger_registers_where_it_is_open(server: Server) {
        policy(&server, Registration::Open);
        let sent = json!({"partner": applicant("carol@example.test"), "cmsPassword": "", "silent": true});
        assert_eq!(server.call("partner", "registrationValidation", sent.clone()).await, Ok(json!(true)));
        let made = server.call("partner", "register", sent).await.unwrap();
        assert_eq!(made["objectType"], "KalturaPartner");
        for (property, value) in [
            ("name", json!("Example Org")), ("website", json!("https://org.example.test")), ("adminName", json!("Carol Example")),
            ("adminEmail", json!("carol@example.test")), ("description", json!("made-up")), ("type", json!(1)), ("status", json!(1)),
            ("phone", json!("+15550100")), ("country", json!("US")), ("firstName", json!("Carol Example")), ("commercialUse", json!(0)),
            ("appearInSearch", json!(1)), ("notify", json!(0)), ("partnerPackage", json!(1)), ("isFirstLogin", json!(true)),
            ("adminLoginUsersQuota", json!(3)), ("publishersQuota", json!(0)), ("adminUserId", json!("carol@example.test")),
            ("createdAt", json!(server.now())), ("monitorUsage", json!(2)), ("defConversionProfileType", json!("med")),
            ("maxUploadSize", json!(150)), ("templatePartnerId", json!(0)), ("recycleBinRetentionPeriod", json!(30)),
        ] {
            assert_eq!(made[property], value, "{property}");
        }
        assert_eq!(made["additionalParams"][0]["value"], "signup");
        assert!(made.get("partnerGroupType").is_none() && made.get("partnerParentId").is_none());
        for secret in ["secret", "adminSecret"] {
            let text = made[secret].as_str().unwrap();
            assert!(text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit()), "{secret}");
        }

        let account = account_of(&made, "carol@example.test");
        let ks = server.start(&account, &account.owner, 2, "").await;
        let user = server.call("user", "get", json!({"ks": ks})).await.unwrap();
        assert_eq!((&user["isAdmin"], &user["isAccountOwner"], &user["loginEnabled"], &user["fullName"]), (&json!(true), &json!(true), &json!(true), &json!("Carol Example")));
        text(Ok(server.call("session", "startWidgetSession", json!({"widgetId": format!("_{}", account.id)})).await.unwrap()["ks"].clone()));

        // Nobody knows yet that the address is Carol's: there is no password until the link in the mail was used.
        let given = json!({"partner": applicant("dave@example.test"), "cmsPassword": PASSWORD});
        let made = server.call("partner", "register", given).await.unwrap();
        assert!(made.get("cmsPassword").is_none());
        let log_in = server.call("user", "loginByLoginId", json!({"loginId": "dave@example.test", "password": PASSWORD})).await;
        assert_eq!(log_in, refused("USER_WRONG_PASSWORD", json!([])));
        assert!(made["id"].as_i64().unwrap() > account.id);
    }

    async fn the_link_in_the_mail_opens_the_account(server: Server) {
        policy(&server, Registration::Open);
        let silent = json!({"partner": applicant("quiet@example.test"), "silent": true});
        server.call("partner", "register", silent).await.unwrap();
        assert!(mails(&server).await.is_empty());
        let made = server.call("partner", "register", json!({"partner": applicant("carol@example.test")})).await.unwrap();
        let [(kind, recipient, letter)] = &mails(&server).await[..] else { panic!("one mail") };
        assert_eq!((*kind, recipient.as_str()), (50, "carol@example.test"));
        assert!(letter.contains("Choose a password") && letter.contains(&made["id"].to_string()), "{letter}");
        let key = letter.split("/restore-password/").nth(1).unwrap().split_whitespace().next().unwrap();
        let chosen = server.call("user", "setInitialPassword", json!({"hashKey": key, "newPassword": PASSWORD})).await;
        assert!(chosen.is_ok(), "{chosen:?}");
        let log_in = || server.call("user", "loginByLoginId", json!({"loginId": "carol@example.test", "password": PASSWORD}));
        let account = account_of(&made, "carol@example.test");
        let before = info(&server, &server.start(&account, &account.owner, 2, "").await).await;
        assert_eq!(before["isFirstLogin"], true);
        let ks = text(log_in().await);
        assert_eq!(info(&server, &ks).await["isFirstLogin"], false);
        text(log_in().await);

        // Who could log in already is told, and sent no link.
        let again = json!({"partner": applicant("carol@example.test"), "cmsPassword": PASSWORD});
        server.call("partner", "register", again).await.unwrap();
        let sent = mails(&server).await;
        assert_eq!((sent.len(), sent[1].0, sent[1].1.as_str()), (2, 56, "carol@example.test"));
        assert!(!sent[1].2.contains("restore-password"));
        let mistaken = json!({"partner": with(applicant("dave@example.test"), json!({"description": ""}))});
        registration_error(server.call("partner", "register", mistaken).await);
        assert_eq!(mails(&server).await.len(), 2, "nothing is written for what was not done");
    }

    async fn what_is_wrong_with_a_registration_is_told_under_one_code(server: Server) {
        policy(&server, Registration::Open);
        let before = accounts(&server).await;
        let long = "n".repeat(257);
        for (changes, told) in [
            (json!({"name": null}), "name"), (json!({"name": ""}), "name"), (json!({"name": "<b></b>"}), "name"),
            (json!({"adminName": null}), "adminName"), (json!({"adminEmail": null}), "adminEmail"), (json!({"adminEmail": "nobody"}), "adminEmail"),
            (json!({"description": null}), "description"), (json!({"description": "  "}), "description"),
            (json!({"firstName": "Carol"}), "adminName"), (json!({"lastName": "Example"}), "adminName"),
            (json!({"country": "USA"}), "country"), (json!({"state": "NYC"}), "state"), (json!({"name": long}), "name"),
            (json!({"partnerPackage": 2}), "partnerPackage"), (json!({"id": 5}), "id"), (json!({"secret": "0"}), "secret"),
            (json!({"adminLoginUsersQuota": -1}), "adminLoginUsersQuota"), (json!({"status": 1}), "status"),
        ] {
            let sent = json!({"partner": with(applicant("carol@example.test"), changes.clone())});
            // As many strangers as there are mistakes.
            server.pass(3601);
            for action in ["registrationValidation", "register"] {
                let message = registration_error(server.call("partner", action, sent.clone()).await);
                assert!(message.contains(told), "{changes}: {message}");
            }
        }
        let enumerated = with(applicant("carol@example.test"), json!({"commercialUse": 7}));
        let tried = server.call("partner", "register", json!({"partner": enumerated})).await;
        assert_eq!(tried.unwrap_err().code, "INVALID_ENUM_VALUE", "arguments are read before the action runs");
        let template = json!({"partner": applicant("carol@example.test"), "templatePartnerId": server.account.id});
        registration_error(server.call("partner", "register", template).await);
        assert_eq!(accounts(&server).await, before, "nothing was made");
        let dropped = with(applicant("carol@example.test"), json!({"partnerParentId": server.account.id, "isSelfServe": true}));
        let made = server.call("partner", "register", json!({"partner": dropped})).await.unwrap();
        assert!(made.get("partnerParentId").is_none() && made["isSelfServe"] == json!(false), "they need a permission");
    }

    async fn first_and_last_name_make_the_name(server: Server) {
        policy(&server, Registration::Open);
        let names = with(applicant("carol@example.test"), json!({"adminName": null, "firstName": "Carol", "lastName": "Example"}));
        let made = server.call("partner", "register", json!({"partner": names})).await.unwrap();
        assert_eq!((&made["adminName"], &made["firstName"], &made["lastName"]), (&json!("Carol Example"), &json!("Carol"), &json!("Example")));
        let account = account_of(&made, "carol@example.test");
        let ks = server.start(&account, &account.owner, 2, "").await;
        let user = server.call("user", "get", json!({"ks": ks})).await.unwrap();
        assert_eq!((&user["firstName"], &user["lastName"]), (&json!("Carol"), &json!("Example")));
        let tagged = with(applicant("dave@example.test"), json!({"name": "<i>Org</i>", "description": "a<script>b</script>c"}));
        let made = server.call("partner", "register", json!({"partner": tagged})).await.unwrap();
        assert_eq!((&made["name"], &made["description"]), (&json!("Org"), &json!("abc")));
    }

    async fn a_log_in_that_exists_is_proved_by_its_password(server: Server) {
        policy(&server, Registration::Open);
        let email = server.account.owner.clone();
        for password in ["", "wrong password", &PASSWORD.to_uppercase()] {
            let sent = json!({"partner": applicant(&email), "cmsPassword": password});
            assert!(registration_error(server.call("partner", "register", sent).await).contains(&email));
        }
        let sent = json!({"partner": applicant(&email.to_uppercase()), "cmsPassword": PASSWORD});
        let made = server.call("partner", "register", sent).await.unwrap();
        assert_eq!(made["cmsPassword"], PASSWORD);
        let logged_in = server.call("user", "loginByLoginId", json!({"loginId": email, "password": PASSWORD, "partnerId": made["id"]})).await;
        let ks = text(logged_in);
        assert_eq!(info(&server, &ks).await["id"], made["id"]);
        let both = server.call("partner", "listPartnersForUser", json!({"ks": ks})).await.unwrap();
        assert_eq!(both["totalCount"], 2);

        // Guessing here is guessing at the log-in.
        for _ in 0..10 {
            server.pass(3601);
            let sent = json!({"partner": applicant(&email), "cmsPassword": "a guess at it"});
            registration_error(server.call("partner", "register", sent).await);
        }
        let right = json!({"partner": applicant(&email), "cmsPassword": PASSWORD});
        registration_error(server.call("partner", "register", right).await);
    }

    async fn an_invitation_makes_one_account(server: Server) {
        policy(&server, Registration::Invitation);
        let before = accounts(&server).await;
        let invited = |email: &str, code: &str| {
            let pairs = json!([{"key": "source", "value": "signup"}, {"key": "invitation", "value": code}]);
            json!({"partner": with(applicant(email), json!({"additionalParams": pairs}))})
        };
        let register = |sent: Value| server.call("partner", "register", sent);
        registration_error(register(json!({"partner": applicant("carol@example.test")})).await);
        registration_error(register(invited("carol@example.test", "0123456789abcdef0123456789abcdef")).await);
        let late = partner::invite(&server.app, server.now() + 60, server.now()).await.unwrap();
        server.pass(61);
        registration_error(register(invited("carol@example.test", &late)).await);
        assert_eq!(accounts(&server).await, before);

        let code = partner::invite(&server.app, server.now() + DAY, server.now()).await.unwrap();
        let sent = invited("carol@example.test", &code);
        assert_eq!(server.call("partner", "registrationValidation", sent.clone()).await, Ok(json!(true)), "asking uses nothing up");
        let mistaken = json!({"partner": with(sent["partner"].clone(), json!({"description": ""}))});
        registration_error(register(mistaken).await);
        let made = register(sent).await.unwrap();
        assert_eq!(made["additionalParams"], json!([{"objectType": "KalturaKeyValue", "key": "source", "value": "signup"}]));
        registration_error(register(invited("dave@example.test", &code)).await);
        assert_eq!(accounts(&server).await, before + 1);

        // Two people with one code at the same moment.
        let code = partner::invite(&server.app, server.now() + DAY, server.now()).await.unwrap();
        let (one, other) = tokio::join!(register(invited("eve@example.test", &code)), register(invited("frank@example.test", &code)));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(accounts(&server).await, before + 2);
    }

    async fn one_address_registers_so_often(server: Server) {
        policy(&server, Registration::Open);
        for number in 0..20 {
            let sent = json!({"partner": applicant(&format!("{number}@example.test"))});
            assert!(server.call("partner", if number % 2 == 0 { "register" } else { "registrationValidation" }, sent).await.is_ok());
        }
        for action in ["register", "registrationValidation"] {
            let tried = server.call("partner", action, json!({"partner": applicant("more@example.test")})).await;
            assert_eq!(tried, refused("ACTION_BLOCKED", json!({"ACTION_NAME": action, "SERVICE_NAME": "partner"})));
        }
        let mine = std::mem::replace(&mut server.address, "198.51.100.9".to_owned());
        assert!(server.call("partner", "register", json!({"partner": applicant("more@example.test")})).await.is_ok());
        server.address = mine;
        server.pass(3600);
        assert!(server.call("partner", "register", json!({"partner": applicant("again@example.test")})).await.is_ok());
        for number in 0..20 {
            server.address = format!("2001:db8::{number:x}");
            let sent = json!({"partner": applicant(&format!("six{number}@example.test"))});
            assert!(server.call("partner", "registrationValidation", sent).await.is_ok());
        }
        "2001:db8::ffff".clone_into(&mut server.address);
        assert_eq!(server.call("partner", "register", json!({"partner": applicant("six@example.test")})).await.unwrap_err().code, "ACTION_BLOCKED");
    }

    async fn two_cannot_take_one_address(server: Server) {
        policy(&server, Registration::Open);
        let register = |email: &str| server.call("partner", "register", json!({"partner": applicant(email)}));
        let (one, other) = tokio::join!(register("carol@example.test"), register("Carol@Example.test"));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(accounts(&server).await, 2);
    }

    async fn a_trial_ends_as_the_operator_says(server: Server) {
        policy(&server, Registration::Open);
        let made = server.call("partner", "register", json!({"partner": applicant("carol@example.test")})).await.unwrap();
        let account = account_of(&made, "carol@example.test");
        server.pass(30 * 86_400 - 100);
        assert_eq!(info(&server, &server.start(&account, &account.owner, 2, "").await).await["status"], 1);
        server.pass(100);
        let ks = server.start(&account, &account.owner, 2, "").await;
        assert_eq!(info(&server, &ks).await["status"], 4, "read-only accounts are let in");
        let update = server.call("partner", "update", json!({"ks": ks, "partner": {"phone": "1"}})).await;
        assert_eq!(update, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "partner->update"})));

        let trial = |ends_at| Limits { trial: Some(Some(Trial { ends_at, end: TrialEnd::Blocked })), ..Limits::default() };
        limit(&server, &account, trial(server.now() + 10)).await;
        assert!(server.call("partner", "update", json!({"ks": ks, "partner": {"phone": "1"}})).await.is_ok(), "it goes on");
        server.pass(10);
        let blocked = refused("SERVICE_FORBIDDEN_CONTENT_BLOCKED", json!([]));
        assert_eq!(server.call("partner", "getInfo", json!({"ks": ks})).await, blocked);
        let start = json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2});
        assert_eq!(server.call("session", "start", start).await, blocked);
        limit(&server, &account, Limits { trial: Some(None), ..Limits::default() }).await;
        assert_eq!(info(&server, &ks).await["monitorUsage"], 0);
        assert_eq!(info(&server, &ks).await["status"], 1);
    }

    async fn the_end_of_a_trial_is_told_once_and_before(server: Server) {
        let trial = |ends_at| Limits { trial: Some(Some(Trial { ends_at, end: TrialEnd::ReadOnly })), ..Limits::default() };
        let ends_at = server.now() + TRIAL_WARNING_SECONDS + 100;
        limit(&server, &server.account, trial(ends_at)).await;
        let warned = async || partner::warn_of_trials(&server.app, server.now()).await.unwrap();
        assert_eq!(warned().await, Vec::<i64>::new());
        server.pass(100);
        assert_eq!(warned().await, [server.account.id]);
        assert_eq!(warned().await, Vec::<i64>::new());
        let [(_, recipient, letter)] = &mails(&server).await[..] else { panic!("one mail") };
        assert_eq!(*recipient, server.account.owner);
        assert!(letter.contains("7 days") && letter.contains("read"), "{letter}");
        limit(&server, &server.account, trial(ends_at + 100)).await;
        server.pass(100);
        assert_eq!(warned().await, [server.account.id], "another end is told again");
        limit(&server, &server.account, trial(server.now() - 1)).await;
        assert_eq!(warned().await, Vec::<i64>::new(), "too late");
    }

    async fn a_read_only_account_reads(server: Server) {
        let ks = server.admin().await;
        let token = server.call("appToken", "add", json!({"ks": ks, "appToken": {}})).await.unwrap();
        server.set_partner_status(&server.account, 4).await;
        let ks = server.admin().await;
        for (service, action, params) in [
            ("partner", "getInfo", json!({})), ("partner", "list", json!({})), ("partner", "count", json!({})), ("user", "get", json!({})),
            ("session", "get", json!({})), ("appToken", "list", json!({})), ("appToken", "get", json!({"id": token["id"]})),
            ("user", "loginByLoginId", json!({"loginId": server.account.owner, "password": PASSWORD})),
            ("session", "startWidgetSession", json!({"widgetId": format!("_{}", server.account.id)})),
            ("appToken", "delete", json!({"id": token["id"]})), ("session", "end", json!({})),
        ] {
            let params = with(params, json!({"ks": ks}));
            let answer = server.call(service, action, params).await;
            assert!(answer.is_ok(), "{service}.{action}: {answer:?}");
        }
        let ks = server.admin().await;
        for (service, action, params) in [
            ("boxoffice_secret", "add", json!({})), ("boxoffice_secret", "promote", json!({"id": 1})),
            ("partner", "update", json!({"partner": {}})), ("partner", "register", json!({"partner": applicant("c@example.test")})),
            ("user", "add", json!({"user": {"id": "u"}})), ("appToken", "add", json!({"appToken": {}})),
            ("appToken", "update", json!({"id": token["id"], "appToken": {}})),
        ] {
            let answer = server.call(service, action, with(params, json!({"ks": ks}))).await;
            assert_eq!(answer, refused("SERVICE_FORBIDDEN", json!({"SERVICE": format!("{service}->{action}")})));
        }
    }

    async fn what_opens_an_account_can_be_ended_while_it_is_read_only(server: Server) {
        let ks = server.admin().await;
        let listed = server.call("boxoffice_secret", "list", json!({"ks": ks})).await.unwrap();
        let user_secret = listed["objects"].as_array().unwrap().iter().find(|one| one["kind"] == 1).unwrap()["id"].clone();
        let token = server.call("appToken", "add", json!({"ks": ks, "appToken": {}})).await.unwrap()["id"].clone();
        server.set_partner_status(&server.account, 4).await;
        for (service, action, params) in [
            ("boxoffice_session", "explain", json!({"session": ks})),
            ("boxoffice_session", "endByUser", json!({"userId": "u"})),
            ("boxoffice_session", "endByAppToken", json!({"appTokenId": token})),
            ("boxoffice_session", "endBySecret", json!({"secretId": user_secret})),
            ("boxoffice_session", "endAll", json!({})),
            ("boxoffice_secret", "retire", json!({"id": user_secret})),
            ("boxoffice_secret", "block", json!({"id": user_secret})),
        ] {
            let ks = server.admin().await;
            let answer = server.call(service, action, with(params, json!({"ks": ks}))).await;
            assert!(answer.is_ok(), "{service}.{action}: {answer:?}");
            server.pass(1);
        }
    }

    async fn codes_are_asked_for_when_the_operator_says_so(server: Server) {
        use partner::TwoFactorAuthenticationMode::{All, AdminUsersOnly, NonAdminUsersOnly};
        let ks = server.admin().await;
        let shown = async || {
            let shown = info(&server, &ks).await;
            ["useTwoFactorAuthentication", "twoFactorAuthenticationMode", "authenticationType"].map(|name| shown[name].clone())
        };
        let letters = async || mails(&server).await.iter().filter(|(kind, ..)| *kind == 140).count();
        let log_in = async || {
            let params = json!({"loginId": server.account.owner, "password": PASSWORD});
            server.call("user", "loginByLoginId", params).await
        };
        let missing = refused("MISSING_OTP", json!([]));
        assert_eq!(shown().await, [json!(false), Value::Null, json!(0)]);
        let mode = |mode| Limits { two_factor_mode: Some(mode), ..Limits::default() };
        let on = |on| Limits { two_factor: Some(on), ..Limits::default() };

        limit(&server, &server.account, mode(NonAdminUsersOnly)).await;
        limit(&server, &server.account, on(true)).await;
        assert_eq!(shown().await, [json!(true), json!(2), json!(1)]);
        assert_eq!(letters().await, 0, "administrators are not asked");
        assert!(log_in().await.is_ok());

        limit(&server, &server.account, mode(AdminUsersOnly)).await;
        assert_eq!(shown().await, [json!(true), json!(1), json!(1)]);
        assert_eq!(log_in().await, missing);
        let [(140, recipient, letter)] = &mails(&server).await[..] else { panic!("one mail") };
        assert_eq!(*recipient, server.account.owner);
        assert!(letter.contains("/kmcng/actions/auth-info/"), "{letter}");

        limit(&server, &server.account, Limits { admin_logins: Some(7), ..mode(All) }).await;
        assert_eq!((shown().await, log_in().await), ([json!(true), json!(0), json!(1)], missing));
        assert_eq!(info(&server, &ks).await["adminLoginUsersQuota"], 7, "limits go together");
        assert_eq!(letters().await, 1, "they have heard of it");
        limit(&server, &server.account, on(false)).await;
        assert_eq!(shown().await, [json!(false), json!(0), json!(0)]);
        assert!(log_in().await.is_ok());
        limit(&server, &server.account, on(true)).await;
        assert_eq!(letters().await, 2, "told again");
        assert!(!partner::set_limits(&server.app, 999_999, &on(true), server.now()).await.unwrap());
    }

    async fn an_account_may_be_held_to_reading(server: Server) {
        // What the API's operators switch on for an account that is active all the same (reference: identity.md §3.4).
        let insert = Query::insert()
            .into_table("permission")
            .columns(["partner_id", "name", "type", "status", "depends_on", "created_at", "updated_at"])
            .values_panic([server.account.id.into(), "FEATURE_LIMIT_ALLOWED_ACTIONS".into(), 2.into(), 1.into(), "".into(), 0.into(), 0.into()])
            .to_owned();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute(&insert).await.unwrap();
        tx.announce(partner::TOPIC, &server.account.id.to_string());
        tx.commit().await.unwrap();
        let ks = server.admin().await;
        assert_eq!(info(&server, &ks).await["status"], 1);
        let update = server.call("partner", "update", json!({"ks": ks, "partner": {}})).await;
        assert_eq!(update, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "partner->update"})));
    }

    async fn an_account_of_a_read_only_one_is_read_only(server: Server) {
        let below = child(&server, "child@example.test").await;
        let status = async |account: &Account| {
            let ks = server.start(account, &account.owner, 2, "").await;
            info(&server, &ks).await["status"].clone()
        };
        assert_eq!(status(&below).await, 1);
        partner::set_status(&server.app, server.account.id, PartnerStatus::ReadOnly, server.now()).await.unwrap();
        assert_eq!(status(&below).await, 4);
        let ks = server.admin().await;
        let list = |filter: Value| server.call("partner", "list", json!({"ks": ks, "filter": filter}));
        assert_eq!(list(json!({"statusEqual": 4})).await.unwrap()["totalCount"], 2, "filters find what is shown");
        assert_eq!(list(json!({"statusEqual": 1})).await.unwrap()["totalCount"], 0);
        partner::set_status(&server.app, server.account.id, PartnerStatus::Active, server.now()).await.unwrap();
        assert_eq!(status(&below).await, 1);
        limit(&server, &server.account, Limits { trial: Some(Some(Trial { ends_at: server.now() + 5, end: TrialEnd::ReadOnly })), ..Limits::default() }).await;
        server.pass(5);
        assert_eq!(status(&below).await, 4, "so it is when the trial above ends");
        partner::set_status(&server.app, below.id, PartnerStatus::Blocked, server.now()).await.unwrap();
        let start = json!({"secret": below.admin_secret, "partnerId": below.id, "type": 2});
        assert_eq!(server.call("session", "start", start).await, refused("SERVICE_FORBIDDEN_CONTENT_BLOCKED", json!([])));
        assert!(!partner::set_status(&server.app, 999_999, PartnerStatus::Active, server.now()).await.unwrap());
    }

    async fn a_blocked_account_is_out_at_once(server: Server) {
        let ks = server.admin().await;
        assert!(server.call("partner", "getInfo", json!({"ks": ks})).await.is_ok());
        let blocked = refused("SERVICE_FORBIDDEN_CONTENT_BLOCKED", json!([]));
        for status in [PartnerStatus::Blocked, PartnerStatus::FullBlock] {
            partner::set_status(&server.app, server.account.id, status, server.now()).await.unwrap();
            assert_eq!(server.call("partner", "getInfo", json!({"ks": ks})).await, blocked);
            let log_in = server.call("user", "loginByLoginId", json!({"loginId": server.account.owner, "password": PASSWORD})).await;
            assert_eq!(log_in, refused("USER_WRONG_PASSWORD", json!([])));
            partner::set_status(&server.app, server.account.id, PartnerStatus::Active, server.now()).await.unwrap();
            assert!(server.call("partner", "getInfo", json!({"ks": ks})).await.is_ok());
        }
    }

    async fn limits_hold(server: Server) {
        limit(&server, &server.account, Limits { ks_max_expiry: Some(600), admin_logins: Some(1), ..Limits::default() }).await;
        let ks = server.admin().await;
        let session = server.call("session", "get", json!({"ks": ks})).await.unwrap();
        assert_eq!(session["expiry"], server.now() + 600);
        let shown = info(&server, &ks).await;
        assert_eq!((&shown["adminLoginUsersQuota"], &shown["publishersQuota"]), (&json!(1), &json!(0)));
        let second = json!({"ks": ks, "user": {"id": "b", "isAdmin": true, "email": "b@example.test", "password": PASSWORD}});
        assert_eq!(server.call("user", "add", second).await, refused("ADMIN_LOGIN_USERS_QUOTA_EXCEEDED", json!([])));
    }

    async fn an_ordinary_account_has_no_accounts(server: Server) {
        let ks = server.admin().await;
        let sent = |ks: &str, email: &str| json!({"ks": ks, "partner": applicant(email), "cmsPassword": PASSWORD});
        let register = |ks: String, email: &'static str| {
            let server = &server;
            async move { server.call("partner", "register", sent(&ks, email)).await }
        };
        assert!(registration_error(register(ks, "a@example.test").await).contains(&server.account.id.to_string()));
        limit(&server, &server.account, Limits { publishers: Some(1), ..Limits::default() }).await;
        server.add_role(&server.account, "CLERK", "ADMIN_BASE").await;
        let clerk = server.start(&server.account, "u", 2, "setrole:CLERK").await;
        assert!(registration_error(register(clerk, "a@example.test").await).contains("register"), "it takes ADMIN_PUBLISHER_MANAGE");
        let user = server.user("somebody").await;
        assert!(registration_error(register(user, "a@example.test").await).contains("closed"), "a user is a stranger here");
        let ks = server.admin().await;
        let (one, other) = tokio::join!(register(ks.clone(), "a@example.test"), register(ks.clone(), "b@example.test"));
        assert!(one.is_ok() != other.is_ok(), "there is one place: {one:?} {other:?}");
        registration_error(register(ks, "c@example.test").await);
        assert_eq!(accounts(&server).await, 2);
    }

    async fn a_group_account_makes_accounts(server: Server) {
        let below = child(&server, "child@example.test").await;
        let ks = server.admin().await;
        let shown = server.call("partner", "get", json!({"ks": ks, "id": below.id})).await.unwrap();
        assert_eq!((&shown["partnerParentId"], &shown["monitorUsage"], &shown["status"]), (&json!(server.account.id), &json!(0), &json!(1)));
        assert!(shown.get("adminSecret").is_none() && shown.get("secret").is_none(), "they are its owner's");
        let logged_in = server.call("user", "loginByLoginId", json!({"loginId": below.owner, "password": PASSWORD})).await;
        let theirs = text(logged_in);
        assert_eq!(info(&server, &theirs).await["adminSecret"], below.admin_secret);
        let made = server.call("partner", "register", json!({"ks": ks, "partner": applicant("kept@example.test"), "cmsPassword": PASSWORD})).await.unwrap();
        assert_eq!(made["cmsPassword"], PASSWORD);
        // The other way round, and sideways, there is nothing to see.
        let unknown = |id: i64| refused("INVALID_PARTNER_ID", json!({"PID": id.to_string()}));
        assert_eq!(server.call("partner", "get", json!({"ks": theirs, "id": server.account.id})).await, unknown(server.account.id));
        let stranger = server.new_account("stranger@example.test").await;
        assert_eq!(server.call("partner", "get", json!({"ks": ks, "id": stranger.id})).await, unknown(stranger.id));
        assert_eq!(server.call("partner", "get", json!({"ks": ks, "id": 999_999})).await, unknown(999_999));
        let strangers = server.start(&stranger, &stranger.owner, 2, "").await;
        assert_eq!(server.call("partner", "get", json!({"ks": strangers, "id": below.id})).await, unknown(below.id));
        assert_eq!(server.call("partner", "list", json!({"ks": strangers})).await.unwrap()["totalCount"], 1);

        // A log-in that the group account made serves its other accounts without a password; nobody else's does.
        server.call("user", "add", json!({"ks": ks, "user": {"id": "boss", "isAdmin": true, "email": "boss@example.test", "password": PASSWORD}})).await.unwrap();
        let sent = |email: &str, password: &str| json!({"ks": ks, "partner": applicant(email), "cmsPassword": password});
        assert!(server.call("partner", "register", sent("boss@example.test", "")).await.is_ok());
        registration_error(server.call("partner", "register", sent(&stranger.owner, "")).await);
        // A password that the caller chooses is one that may be chosen.
        registration_error(server.call("partner", "register", sent("new@example.test", "short")).await);

        let settings = json!({"ks": theirs, "partner": {"maxLoginAttempts": 4, "htmlPurifierBehaviour": 2, "landingPage": "https://child.example.test"}});
        server.call("partner", "update", settings).await.unwrap();
        let copy = with(sent("copy@example.test", ""), json!({"templatePartnerId": below.id}));
        let copied = server.call("partner", "register", copy).await.unwrap();
        assert_eq!((&copied["templatePartnerId"], &copied["maxLoginAttempts"], &copied["htmlPurifierBehaviour"]), (&json!(below.id), &json!(4), &json!(2)));
        assert!(copied.get("landingPage").is_none());
        let foreign = with(sent("more@example.test", ""), json!({"templatePartnerId": stranger.id}));
        registration_error(server.call("partner", "register", foreign).await);
    }

    async fn everything_about_an_account_is_kept(server: Server) {
        let ks = server.admin().await;
        let sent = json!({
            "name": "Zoë & Söhne <b>GmbH</b>", "website": "https://zoe.example.test", "notificationUrl": "https://n.example.test", "appearInSearch": 2,
            "description": "a <i>b</i>", "commercialUse": 1, "landingPage": "l", "userLandingPage": "u", "contentCategories": "x,y", "type": 102,
            "phone": "+1 555", "describeYourself": "d", "adultContent": true, "defConversionProfileType": "hi", "notify": 1, "allowQuickEdit": 0,
            "mergeEntryLists": 1, "notificationsConfig": "c", "allowedFromEmailWhiteList": "w", "maxUploadSize": 9, "allowMultiNotification": 1,
            "firstName": "Z", "lastName": "S", "country": "DE", "state": "BY", "useSso": false, "blockDirectLogin": false, "referenceId": "r-1",
            "customAnalyticsDomain": "a.example.test", "allowedEmailDomainsForAdmins": "example.test", "externalIdentifier": "e-1",
            "htmlPurifierBehaviour": 1, "htmlPurifierBaseListUsage": true, "htmlPurifierAllowedTags": "b,i", "purifyImageContent": true,
            "fileTypeRestrictionEnabled": true,
        });
        let params = json!({"ks": ks, "partner": with(sent.clone(), json!({
            "additionalParams": [{"key": "k", "value": "<b>v</b>"}], "eSearchLanguages": [{"eSerachLanguage": "German"}],
        }))});
        let answered = server.call("partner", "update", params).await.unwrap();
        let expected = with(sent, json!({"name": "Zoë & Söhne GmbH", "description": "a b"}));
        for shown in [answered, info(&server, &ks).await] {
            for (property, value) in expected.as_object().unwrap() {
                assert_eq!(shown[property], *value, "{property}");
            }
            assert_eq!(shown["additionalParams"][0]["value"], "v");
            assert_eq!(shown["eSearchLanguages"][0]["eSerachLanguage"], "German");
        }
        let cleared = json!({"ks": ks, "partner": {"phone__null": "", "website": ""}});
        let shown = server.call("partner", "update", cleared).await.unwrap();
        assert!(shown.get("phone").is_none());
        assert_eq!((&shown["website"], &shown["referenceId"]), (&json!(""), &json!("r-1")), "what is absent stays");
        let long = server.call("partner", "update", json!({"ks": ks, "partner": {"name": "é".repeat(10_000)}})).await.unwrap();
        assert_eq!(long["name"], "é".repeat(128), "cut to 256 bytes, between characters");
        let other_way = "\u{202e}שלום\u{0301} e\u{0301}";
        let shown = server.call("partner", "update", json!({"ks": ks, "partner": {"name": other_way}})).await.unwrap();
        assert_eq!(shown["name"], other_way);
    }

    async fn what_an_update_may_not_change_stays(server: Server) {
        let ks = server.admin().await;
        let before = info(&server, &ks).await;
        let update = |partner: Value| server.call("partner", "update", json!({"ks": ks, "partner": partner}));
        for (property, value) in [
            ("id", json!(7)), ("status", json!(2)), ("createdAt", json!(1)), ("secret", json!("x")), ("adminSecret", json!("x")), ("cmsPassword", json!("x")),
            ("adminLoginUsersQuota", json!(9)), ("publishersQuota", json!(9)), ("partnerGroupType", json!(2)), ("isFirstLogin", json!(true)),
            ("useTwoFactorAuthentication", json!(true)), ("monitorUsage", json!(2)), ("authenticationType", json!(2)),
        ] {
            let answer = update(json!({property: value})).await;
            assert_eq!(answer, refused("PROPERTY_VALIDATION_NOT_UPDATABLE", json!({"PROP_NAME": format!("KalturaPartner::{property}")})));
        }
        // What was read may be sent back.
        assert!(update(json!({"id": server.account.id, "status": 1, "adminSecret": server.account.admin_secret, "adminLoginUsersQuota": -1})).await.is_ok());
        // Without the permission, these are left out and the rest is taken.
        assert!(update(json!({"partnerPackage": 2, "partnerParentId": 5, "isSelfServe": true, "eventPlatformAllowedTemplates": "t"})).await.is_ok());
        assert_eq!(info(&server, &ks).await, before);
        for name in [json!(""), json!("<b></b>"), json!(" ")] {
            assert_eq!(update(json!({"name": name})).await, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaPartner::name"})));
        }
        assert_eq!(update(json!({"name__null": ""})).await.unwrap_err().code, "PROPERTY_VALIDATION_CANNOT_BE_NULL");
        assert_eq!(update(json!({"adminEmail": "nobody"})).await, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "adminEmail"})));
        assert_eq!(info(&server, &ks).await, before);
        let user = server.user("somebody").await;
        assert_eq!(server.call("partner", "update", json!({"ks": user, "partner": {}})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "partner->update"})));
    }

    async fn settings_of_logins_are_kept_and_shown(server: Server) {
        let ks = server.admin().await;
        let shown = info(&server, &ks).await;
        assert_eq!((&shown["passReplaceFreq"], &shown["maxLoginAttempts"], &shown["loginBlockPeriod"], &shown["numPrevPassToKeep"]), (&json!(432_000_000), &json!(10), &json!(900), &json!(0)));
        assert_eq!((&shown["authenticationType"], &shown["allowDefaultPasswordRestrictions"]), (&json!(0), &json!(true)));
        let update = |ks: String, partner: Value| {
            let server = &server;
            async move { server.call("partner", "update", json!({"ks": ks, "partner": partner})).await.unwrap() }
        };
        let rules = json!([{"regex": " /[0-9]+/ ", "description": "a digit"}, {"description": "no rule"}, {"regex": "(?<x>[a-z])", "description": "a <b>letter</b>"}]);
        let shown = update(ks.clone(), json!({"passReplaceFreq": 86_400, "maxLoginAttempts": 3, "loginBlockPeriod": 60, "numPrevPassToKeep": 5, "passwordStructureValidations": rules, "useSso": true, "blockDirectLogin": true})).await;
        assert_eq!((&shown["passReplaceFreq"], &shown["maxLoginAttempts"], &shown["loginBlockPeriod"], &shown["numPrevPassToKeep"]), (&json!(86_400), &json!(3), &json!(60), &json!(5)));
        assert_eq!(shown["passwordStructureValidations"], json!([
            {"objectType": "KalturaRegexItem", "regex": "/[0-9]+/", "description": "a digit"},
            {"objectType": "KalturaRegexItem", "regex": "(?<x>[a-z])", "description": "a letter"},
        ]));
        assert_eq!(shown["passwordStructureValidationsDescription"], "a digit\\na letter");
        assert_eq!((&shown["authenticationType"], &shown["useSso"], &shown["blockDirectLogin"]), (&json!(2), &json!(true), &json!(true)));
        update(ks.clone(), json!({"useSso": true, "phone": "1"})).await;
        let told: Vec<(i64, String)> = mails(&server).await.into_iter().map(|(kind, to, _)| (kind, to)).collect();
        assert_eq!(told, [(143, server.account.owner.clone())], "once, when it is switched on");
        for unreadable in ["(", "/[/", "(?=a)"] {
            let sent = json!({"passwordStructureValidations": [{"regex": "/a/"}, {"regex": unreadable}]});
            let tried = server.call("partner", "update", json!({"ks": ks, "partner": sent})).await;
            assert_eq!(tried, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "passwordStructureValidations"})));
        }
        // Rules are read whenever somebody chooses a password: neither many nor long ones.
        for rules in [json!(vec![json!({"regex": "/a/"}); 21]), json!([{"regex": "a".repeat(1_001)}])] {
            let tried = server.call("partner", "update", json!({"ks": ks, "partner": {"passwordStructureValidations": rules}})).await;
            assert_eq!(tried, refused("INVALID_FIELD_VALUE", json!({"FIELD_NAME": "passwordStructureValidations"})));
        }
        let shown = update(ks.clone(), json!({"passReplaceFreq": 0, "maxLoginAttempts": 0, "loginBlockPeriod": -1, "numPrevPassToKeep": 0, "useSso": false, "blockDirectLogin": false})).await;
        assert_eq!((&shown["passReplaceFreq"], &shown["maxLoginAttempts"], &shown["loginBlockPeriod"], &shown["authenticationType"]), (&json!(432_000_000), &json!(10), &json!(900), &json!(0)));

        // ADMIN_BASE is what these need (reference: identity.md §3.5).
        server.add_role(&server.account, "SETTER", "ACCOUNT_UPDATE_SETTINGS").await;
        let setter = server.start(&server.account, "u", 2, "setrole:SETTER").await;
        let shown = update(setter, json!({"maxLoginAttempts": 7, "phone": "123"})).await;
        assert_eq!((&shown["maxLoginAttempts"], &shown["phone"]), (&json!(10), &json!("123")));
    }

    async fn an_account_has_another_owner(server: Server) {
        let ks = server.admin().await;
        let add = |id: &str, roles: &str| {
            let user = json!({"id": id, "firstName": "Ann", "lastName": "Lee", "email": format!("{id}@example.test"), "isAdmin": true, "roleIds": roles, "password": PASSWORD});
            server.call("user", "add", json!({"ks": ks, "user": user}))
        };
        add("ann", "2").await.unwrap();
        let clerk = server.add_role(&server.account, "CLERK", "ADMIN_BASE").await;
        add("clerk", &clerk.to_string()).await.unwrap();
        let update = |ks: String, partner: Value| {
            let server = &server;
            async move { server.call("partner", "update", json!({"ks": ks, "partner": partner})).await }
        };
        assert_eq!(update(ks.clone(), json!({"adminUserId": "nobody"})).await, refused("INVALID_USER_ID", json!([])));
        assert_eq!(update(ks.clone(), json!({"adminUserId": "clerk"})).await, refused("ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE", json!([])));
        let anns = server.start(&server.account, "ann", 2, "").await;
        let not_yours = refused("PROPERTY_VALIDATION_NO_UPDATE_PERMISSION", json!({"PROP": "KalturaPartner::adminUserId"}));
        assert_eq!(update(anns.clone(), json!({"adminUserId": "ann"})).await, not_yours, "that would be a way to the secrets");
        let same = server.account.owner.to_uppercase();
        assert!(update(anns.clone(), json!({"adminUserId": same})).await.is_ok(), "nothing changes");
        assert_eq!(info(&server, &ks).await["adminUserId"], server.account.owner);

        let shown = update(ks.clone(), json!({"adminUserId": "ANN"})).await.unwrap();
        assert_eq!((&shown["adminUserId"], &shown["adminName"], &shown["adminEmail"]), (&json!("ann"), &json!("Ann Lee"), &json!("ann@example.test")));
        assert!(shown.get("adminSecret").is_none(), "they are somebody else's now");
        assert_eq!(info(&server, &anns).await["adminSecret"], server.account.admin_secret);
        let user = server.call("user", "get", json!({"ks": anns, "userId": "ann"})).await.unwrap();
        assert_eq!(user["isAccountOwner"], true);

        // The other way round, the owner follows.
        let shown = update(anns.clone(), json!({"adminName": "Ann Margaret Lee", "adminEmail": "am@example.test"})).await.unwrap();
        assert_eq!(shown["adminName"], "Ann Margaret Lee");
        let sent = mails(&server).await;
        let about = |old: &str, new: &str| {
            let told = |address: &str| {
                sent.iter().any(|(kind, to, text)| *kind == 52 && to == address && text.contains(old) && text.contains(new))
            };
            told(old) && told(new)
        };
        assert!(about(&server.account.owner, "ann@example.test"), "{sent:?}");
        assert!(about("ann@example.test", "am@example.test"), "{sent:?}");
        let user = server.call("user", "get", json!({"ks": anns, "userId": "ann"})).await.unwrap();
        assert_eq!((&user["firstName"], &user["lastName"], &user["email"]), (&json!("Ann"), &json!("Margaret Lee"), &json!("am@example.test")));
        text(server.call("user", "loginByLoginId", json!({"loginId": "ann@example.test", "password": PASSWORD})).await);
    }

    async fn two_changes_at_once_are_both_made(server: Server) {
        let ks = server.admin().await;
        let update = |partner: Value| server.call("partner", "update", json!({"ks": ks, "partner": partner}));
        for round in 0..10 {
            let number = round.to_string();
            let (one, other) = tokio::join!(update(json!({"phone": number})), update(json!({"referenceId": number})));
            one.unwrap();
            other.unwrap();
            let shown = info(&server, &ks).await;
            assert_eq!((&shown["phone"], &shown["referenceId"]), (&json!(number), &json!(number)));
        }
    }

    async fn secrets_are_for_the_owner(server: Server) {
        let account = server.account.clone();
        let ks = server.admin().await;
        server.call("user", "add", json!({"ks": ks, "user": {"id": "second", "email": "second@example.test", "isAdmin": true, "password": PASSWORD}})).await.unwrap();
        let secrets = |shown: &Value| (shown.get("secret").cloned(), shown.get("adminSecret").cloned());
        let all = (Some(json!(account.user_secret)), Some(json!(account.admin_secret)));
        let with_password = |email: &str| server.call("partner", "getSecrets", json!({"partnerId": account.id, "adminEmail": email, "cmsPassword": PASSWORD}));
        let owners = info(&server, &server.admin().await).await;
        assert_eq!(secrets(&owners), all);
        assert_eq!(secrets(&with_password(&account.owner).await.unwrap()), all);

        let seconds = server.start(&account, "second", 2, "").await;
        let strangers = server.start(&account, "unknown", 2, "").await;
        let nobodys = server.start(&account, "", 2, "").await;
        let token = server.call("appToken", "add", json!({"ks": seconds, "appToken": {"sessionType": 2, "sessionUserId": account.owner}})).await.unwrap();
        let of_token = server.offline(&account, &account.owner, SessionType::Admin, 60, &format!("apptoken:{}", token["id"].as_str().unwrap()), Version::V2);
        let restricted = server.start(&account, &account.owner, 2, "setrole:PLAYBACK_BASE_ROLE").await;
        assert!(server.call("partner", "getInfo", json!({"ks": restricted})).await.is_err());
        // A user secret opens sessions in any name.
        let with_user_secret = text(server.call("session", "start", json!({"secret": account.user_secret, "partnerId": account.id, "userId": account.owner})).await);
        for ks in [&seconds, &strangers, &nobodys, &of_token, &with_user_secret] {
            let shown = info(&server, ks).await;
            assert_eq!(secrets(&shown), (None, None));
            let got = server.call("partner", "get", json!({"ks": ks})).await.unwrap();
            assert_eq!(secrets(&got), (None, None));
            let listed = server.call("partner", "list", json!({"ks": ks})).await.unwrap();
            assert_eq!(secrets(&listed["objects"][0]), (None, None));
        }
        let shown = with_password("second@example.test").await.unwrap();
        assert_eq!((secrets(&shown), &shown["cmsPassword"]), ((None, None), &json!(PASSWORD)));

        limit(&server, &account, Limits { shows_secrets: Some(true), ..Limits::default() }).await;
        assert_eq!(secrets(&info(&server, &seconds).await), all);
        assert_eq!(secrets(&with_password("second@example.test").await.unwrap()), all);
        server.add_role(&account, "CLERK", "ADMIN_BASE").await;
        let clerk = server.start(&account, "u", 2, "setrole:CLERK").await;
        assert_eq!(secrets(&info(&server, &clerk).await), (None, None), "INTEGRATION_BASE is needed all the same");

        let wrong = refused("USER_DATA_ERROR", json!([]));
        for (email, password) in [(account.owner.as_str(), "wrong"), ("nobody@example.test", PASSWORD)] {
            let call = server.call("partner", "getSecrets", json!({"partnerId": account.id, "adminEmail": email, "cmsPassword": password})).await;
            assert_eq!(call, wrong);
        }
    }

    async fn accounts_are_listed(server: Server) {
        let mut ids = vec![server.account.id];
        for (name, website, description, person) in [
            ("Alpha", "https://www.one.example.test", "first", "Bea"),
            ("beta Films", "https://two.example.test", "second of them", "ada"),
            ("ALPHA Films", "https://three.example.test", "third", "Čeněk"),
        ] {
            let below = child(&server, &format!("{}@example.test", person.to_lowercase().replace(|c: char| !c.is_ascii(), "x"))).await;
            let ks = server.start(&below, &below.owner, 2, "").await;
            let sent = json!({"name": name, "website": website, "description": description, "adminName": person});
            server.call("partner", "update", json!({"ks": ks, "partner": sent})).await.unwrap();
            ids.push(below.id);
            server.pass(100);
        }
        server.new_account("alpha@example.test").await;
        let ks = server.admin().await;
        server.call("partner", "update", json!({"ks": ks, "partner": {"name": "Mother"}})).await.unwrap();
        let (mother, alpha, beta, third) = (ids[0], ids[1], ids[2], ids[3]);
        partner::set_status(&server.app, beta, PartnerStatus::Blocked, server.now()).await.unwrap();
        let trial = Trial { ends_at: server.now() - 1, end: TrialEnd::ReadOnly };
        limit(&server, &Account { id: third, ..server.account.clone() }, Limits { trial: Some(Some(trial)), ..Limits::default() }).await;

        let list = async |filter: Value, pager: Value| {
            let listed = server.call("partner", "list", json!({"ks": ks, "filter": filter, "pager": pager})).await.unwrap();
            assert_eq!(listed["objectType"], "KalturaPartnerListResponse");
            let counted = server.call("partner", "count", json!({"ks": ks, "filter": filter})).await.unwrap();
            assert_eq!(counted, listed["totalCount"], "{filter}");
            let found: Vec<i64> = listed["objects"].as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()).collect();
            (found, listed["totalCount"].as_i64().unwrap())
        };
        for (filter, expected) in [
            (json!({}), vec![mother, alpha, beta, third]),
            (json!({"idEqual": alpha}), vec![alpha]), (json!({"idIn": format!("{alpha},{third},101999")}), vec![alpha, third]),
            (json!({"idNotIn": format!("{alpha},{third}")}), vec![mother, beta]), (json!({"idGreaterThan": alpha}), vec![beta, third]),
            (json!({"nameEqual": "ALPHA "}), vec![alpha]), (json!({"nameLike": "alpha"}), vec![alpha, third]), (json!({"nameMultiLikeOr": "beta,mother"}), vec![mother, beta]),
            (json!({"nameMultiLikeAnd": "alpha,films"}), vec![third]), (json!({"statusEqual": 2}), vec![beta]), (json!({"statusEqual": 4}), vec![third]),
            (json!({"statusIn": "1,2"}), vec![mother, alpha, beta]), (json!({"partnerPackageEqual": 1}), vec![mother, alpha, beta, third]),
            (json!({"partnerPackageGreaterThanOrEqual": 2}), vec![]), (json!({"partnerPackageLessThanOrEqual": 1, "nameLike": "films"}), vec![beta, third]), (json!({"partnerPackageIn": "2,3"}), vec![]),
            (json!({"partnerGroupTypeEqual": 2}), vec![mother]), (json!({"partnerGroupTypeEqual": 4}), vec![]), (json!({"monitorUsageEqual": 2}), vec![third]),
            (json!({"partnerNameDescriptionWebsiteAdminNameAdminEmailLike": "of them"}), vec![beta]),
            (json!({"partnerNameDescriptionWebsiteAdminNameAdminEmailLike": "ONE.EXAMPLE"}), vec![alpha]),
            (json!({"partnerNameDescriptionWebsiteAdminNameAdminEmailLike": "čeněk"}), vec![third]),
            (json!({"orderBy": "-id"}), vec![third, beta, alpha, mother]), (json!({"orderBy": "+name"}), vec![alpha, third, beta, mother]), (json!({"orderBy": "-createdAt"}), vec![third, beta, alpha, mother]),
            (json!({"orderBy": "+adminName", "idIn": format!("{alpha},{beta},{third}")}), vec![beta, alpha, third]),
            (json!({"orderBy": "+website", "idIn": format!("{alpha},{beta},{third}")}), vec![third, beta, alpha]),
            (json!({"orderBy": "-status"}), vec![third, beta, alpha, mother]), (json!({"orderBy": "+status,-id"}), vec![alpha, mother, beta, third]),
        ] {
            let (found, total) = list(filter.clone(), json!({})).await;
            assert_eq!(found, expected, "{filter}");
            assert_eq!(total, i64::try_from(expected.len()).unwrap(), "{filter}");
        }
        let created = server.now() - 250;
        assert_eq!(list(json!({"createdAtGreaterThanOrEqual": created}), json!({})).await.1, 2);
        assert_eq!(list(json!({"orderBy": "+id"}), json!({"pageSize": 2, "pageIndex": 2})).await, (vec![beta, third], 4));
        assert_eq!(list(json!({}), json!({"pageSize": 2, "pageIndex": 9})).await, (vec![], 4));
        let other = server.new_account("lonely@example.test").await;
        let theirs = server.start(&other, &other.owner, 2, "").await;
        assert_eq!(server.call("partner", "count", json!({"ks": theirs, "filter": {"idIn": format!("{alpha},{beta}")}})).await, Ok(json!(0)));
    }

    async fn a_person_finds_the_accounts_that_they_administer(server: Server) {
        let email = server.account.owner.clone();
        let ks = text(server.call("user", "loginByLoginId", json!({"loginId": email, "password": PASSWORD})).await);
        let find = |ks: String, filter: Value| {
            let server = &server;
            async move {
                let found = server.call("partner", "listPartnersForUser", json!({"ks": ks, "partnerFilter": filter})).await.unwrap();
                let ids: Vec<i64> = found["objects"].as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()).collect();
                (ids, found["totalCount"].as_i64().unwrap())
            }
        };
        assert_eq!(find(ks.clone(), json!({})).await, (vec![server.account.id], 1));
        // In the second they administer, in the third they only watch, in the fourth they are blocked, the fifth is.
        let mut others = Vec::new();
        for number in 2..=5 {
            let other = server.new_account(&format!("owner{number}@example.test")).await;
            let theirs = server.start(&other, &other.owner, 2, "").await;
            let user = json!({"id": "visitor", "email": email, "isAdmin": number != 3, "password": PASSWORD});
            server.call("user", "add", json!({"ks": theirs, "user": user})).await.unwrap();
            others.push(other);
        }
        server.set_user_status(&others[2], "visitor", 0).await;
        server.set_partner_status(&others[3], 2).await;
        let second = others[0].id;
        assert_eq!(find(ks.clone(), json!({})).await, (vec![server.account.id, second], 2));
        let signed = server.admin().await;
        assert_eq!(find(signed, json!({})).await, (vec![server.account.id], 1), "an account signs for whomever it likes");
        let attached = server.start(&others[0], "visitor", 2, "").await;
        assert_eq!(find(attached, json!({})).await, (vec![second], 1), "and attaches whomever it likes");
        assert_eq!(find(ks.clone(), json!({"idEqual": second})).await, (vec![second], 1));
        assert_eq!(find(ks.clone(), json!({"idEqual": others[1].id})).await, (vec![], 0));
        assert_eq!(find(ks.clone(), json!({"orderBy": "-id"})).await.0, [second, server.account.id]);
        let page = server.call("partner", "listPartnersForUser", json!({"ks": ks, "pager": {"pageSize": 1}})).await.unwrap();
        assert_eq!(page["totalCount"], 1, "of this page, as the API has it");
        let shown = server.call("partner", "listPartnersForUser", json!({"ks": ks, "partnerFilter": {"idEqual": second}})).await.unwrap();
        assert!(shown["objects"][0].get("adminSecret").is_none());
        server.add_user("plain", json!({})).await;
        assert_eq!(find(server.user("plain").await, json!({})).await, (vec![server.account.id], 1), "without a log-in, the own one");
        let nobody = server.call("partner", "listPartnersForUser", json!({"ks": server.user("unknown").await})).await;
        assert_eq!(nobody, refused("INVALID_USER_ID", json!([])));
        server.set_partner_status(&others[0], 4).await;
        assert_eq!(find(ks, json!({})).await, (vec![server.account.id], 1), "active ones only");
    }

    async fn what_strangers_may_know(server: Server) {
        let info = |params: Value| server.call("partner", "getPublicInfo", params);
        let shown = info(json!({"id": server.account.id})).await.unwrap();
        assert_eq!(shown, json!({"objectType": "KalturaPartnerPublicInfo", "analyticsPersistentSessionId": false}));
        for (params, id) in [(json!({}), "0"), (json!({"id": 0}), "0"), (json!({"id": 999_999}), "999999")] {
            assert_eq!(info(params).await, refused("INVALID_PARTNER_ID", json!({"PID": id})));
        }
        let gone = server.new_account("gone@example.test").await;
        server.set_partner_status(&gone, 0).await;
        assert_eq!(info(json!({"id": gone.id})).await, refused("INVALID_PARTNER_ID", json!({"PID": gone.id.to_string()})));
    }

    async fn nothing_is_used_where_there_is_no_content(server: Server) {
        let ks = server.admin().await;
        let figures = server.call("partner", "getStatistics", json!({"ks": ks})).await.unwrap();
        assert_eq!((&figures["hosting"], &figures["bandwidth"], &figures["usage"]), (&json!(0), &json!(0), &json!(0)));
        assert!(figures.get("reachedLimitDate").is_none());
        let usage = server.call("partner", "getUsage", json!({"ks": ks, "year": 2026, "month": 3, "resolution": "months"})).await.unwrap();
        assert_eq!((&usage["hostingGB"], &usage["usageGB"], &usage["Percent"], &usage["usageGraph"]), (&json!(0), &json!(0), &json!(0), &json!("")));
        let waiting = server.call("partner", "listFeatureStatus", json!({"ks": ks})).await.unwrap();
        assert_eq!(waiting, json!({"objectType": "KalturaFeatureStatusListResponse", "totalCount": 0, "objects": []}));
    }

    async fn an_account_acts_for_those_that_belong_to_it(server: Server) {
        let below = child(&server, "child@example.test").await;
        let own = server.account.clone();
        let impersonate = |changes: Value| {
            let params = json!({"secret": own.admin_secret, "impersonatedPartnerId": below.id, "partnerId": own.id, "userId": "visitor", "type": 2, "expiry": 600, "privileges": "disableentitlement"});
            server.call("session", "impersonate", with(params, changes))
        };
        let ks = text(impersonate(json!({})).await);
        let session = server.call("session", "get", json!({"ks": ks})).await.unwrap();
        assert_eq!((&session["partnerId"], &session["userId"], &session["sessionType"]), (&json!(below.id), &json!("visitor"), &json!(2)));
        assert_eq!((&session["privileges"], &session["expiry"]), (&json!("disableentitlement"), &json!(server.now() + 600)));
        assert_eq!(info(&server, &ks).await["id"], below.id);
        let opened = |secret: &str| {
            let secrets = [ks::Secret::new(secret.to_owned()).unwrap()];
            ks::Envelope::parse(&ks).unwrap().open(&secrets).map(|opened| opened.trusted_master_partner(&server.app.issue_key))
        };
        assert_eq!(opened(&below.admin_secret).unwrap(), Some(own.id), "signed by the account, naming who made it");
        let as_owner = info(&server, &text(impersonate(json!({"userId": below.owner})).await)).await;
        assert_eq!((&as_owner["id"], as_owner.get("adminSecret")), (&json!(below.id), None), "the name makes no owner");
        assert!(opened(&own.admin_secret).is_err());

        assert_eq!(info(&server, &text(impersonate(json!({"impersonatedPartnerId": own.id})).await)).await["id"], own.id);
        let user = text(impersonate(json!({"secret": own.user_secret, "type": 0})).await);
        assert_eq!(server.call("partner", "getInfo", json!({"ks": user})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "partner->getInfo"})));

        let stranger = server.new_account("stranger@example.test").await;
        let theirs = server.start(&stranger, &stranger.owner, 2, "").await;
        let refusal = refused("START_SESSION_ERROR", json!({"PID": own.id.to_string()}));
        for changes in [
            json!({"secret": "wrong"}), json!({"secret": own.user_secret}), json!({"secret": below.admin_secret}), json!({"secret": stranger.admin_secret}),
            json!({"impersonatedPartnerId": stranger.id}), json!({"impersonatedPartnerId": 999_999}), json!({"privileges": "setrole:NO_SUCH_ROLE"}),
        ] {
            assert_eq!(impersonate(changes.clone()).await, refusal, "{changes}");
        }
        // Up and sideways there is no way.
        let upwards = json!({"secret": below.admin_secret, "partnerId": below.id, "impersonatedPartnerId": own.id});
        assert_eq!(impersonate(upwards).await, refused("START_SESSION_ERROR", json!({"PID": below.id.to_string()})));
        let without = with(json!({"secret": own.admin_secret, "impersonatedPartnerId": below.id, "type": 2}), json!({}));
        assert_eq!(server.call("session", "impersonate", without).await, refused("START_SESSION_ERROR", json!({"PID": "0"})));
        assert_eq!(impersonate(json!({"ks": theirs})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "session->impersonate"})));
        assert_eq!(impersonate(json!({"partnerId": 999_999})).await, refused("SERVICE_FORBIDDEN_CONTENT_BLOCKED", json!([])));

        // The shorter of the two maxima holds.
        let expiry = async || {
            let ks = text(impersonate(json!({"expiry": 999_999})).await);
            server.call("session", "get", json!({"ks": ks})).await.unwrap()["expiry"].as_i64().unwrap() - server.now()
        };
        assert_eq!(expiry().await, 86_400);
        limit(&server, &below, Limits { ks_max_expiry: Some(500), ..Limits::default() }).await;
        assert_eq!(expiry().await, 500);
        limit(&server, &own, Limits { ks_max_expiry: Some(400), ..Limits::default() }).await;
        assert_eq!(expiry().await, 400);

        partner::set_status(&server.app, below.id, PartnerStatus::Blocked, server.now()).await.unwrap();
        assert_eq!(impersonate(json!({})).await, refusal, "a blocked account is not a way out");
        assert_eq!(server.call("partner", "getInfo", json!({"ks": ks})).await, refused("SERVICE_FORBIDDEN_CONTENT_BLOCKED", json!([])));
    }

    async fn nobody_impersonates_by_session(server: Server) {
        for ks in [server.admin().await, server.user("u").await, server.widget().await] {
            let tried = server.call("session", "impersonateByKs", json!({"ks": ks, "session": ks})).await;
            assert_eq!(tried, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "session->impersonateByKs"})));
        }
    }

    async fn an_account_may_want_nothing_but_https(server: Server) {
        let account = server.account.clone();
        let (admin, user, widget) = (server.admin().await, server.user("somebody").await, server.widget().await);
        let other = server.new_account("other@example.test").await;
        let others = server.start(&other, "u", 2, "").await;
        let enforced = |on| Limits { enforces_https: Some(on), ..Limits::default() };
        limit(&server, &account, enforced(true)).await;
        let mut server = server;
        let restricted = |action: &str| refused("SERVICE_ACCESS_CONTROL_RESTRICTED", json!({"SERVICE": action}));
        for ks in [&admin, &user, &widget] {
            assert_eq!(server.call("system", "ping", json!({"ks": ks})).await, restricted("system->ping"));
        }
        let start = json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2});
        assert_eq!(server.call("session", "start", start.clone()).await, restricted("session->start"));
        // What is not permitted is refused as such before, and who is asked for a password is told nothing sooner.
        assert_eq!(server.call("appToken", "list", json!({"ks": user})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "appToken->list"})));
        let login = |password: &str| json!({"email": account.owner, "password": password});
        assert_eq!(server.call("adminUser", "login", login(PASSWORD)).await, restricted("adminUser->login"));
        assert_eq!(server.call("adminUser", "login", login("wrong")).await, refused("USER_WRONG_PASSWORD", json!([])));
        assert!(server.call("system", "ping", json!({"ks": others})).await.is_ok(), "other accounts are not concerned");
        assert!(server.call("system", "ping", json!({})).await.is_ok());

        server.is_https = true;
        for ks in [&admin, &user, &widget] {
            assert!(server.call("system", "ping", json!({"ks": ks})).await.is_ok());
        }
        assert!(server.call("session", "start", start).await.is_ok());
        assert!(server.call("adminUser", "login", login(PASSWORD)).await.is_ok());
        // A profile judges beside it.
        limit(&server, &account, Limits { api_access_control: Some(Some(999_999)), ..Limits::default() }).await;
        assert_eq!(server.call("system", "ping", json!({"ks": admin})).await, restricted("system->ping"));
        limit(&server, &account, Limits { api_access_control: Some(None), ..enforced(false) }).await;
        server.is_https = false;
        assert!(server.call("system", "ping", json!({"ks": admin})).await.is_ok());
    }

    async fn a_profile_may_judge_every_call_of_an_account(server: Server) {
        let account = server.account.clone();
        let admin = server.admin().await;
        let block = json!({"objectType": "KalturaAccessControlBlockAction"});
        let outside = json!({"objectType": "KalturaIpAddressCondition", "not": true, "values": [{"value": "203.0.113.0/24"}]});
        let rules = json!([{"forceAdminValidation": 1, "actions": [block], "conditions": [outside]}]);
        let profile = server.call("accessControlProfile", "add", json!({"ks": admin, "accessControlProfile": {"name": "office", "rules": rules}})).await.unwrap();
        let id = profile["id"].as_i64().unwrap();
        let limits = |id| Limits { api_access_control: Some(id), ..Limits::default() };
        limit(&server, &account, limits(Some(id))).await;

        let user = server.user("somebody").await;
        let other = server.new_account("other@example.test").await;
        let others = server.start(&other, "u", 2, "").await;
        let mut server = server;
        let restricted = |action: &str| refused("SERVICE_ACCESS_CONTROL_RESTRICTED", json!({"SERVICE": action}));
        for ks in [&admin, &user] {
            assert!(server.call("system", "ping", json!({"ks": ks})).await.is_ok(), "from the office");
        }
        "198.51.100.9".clone_into(&mut server.address);
        for ks in [&admin, &user] {
            assert_eq!(server.call("user", "get", json!({"ks": ks})).await, restricted("user->get"));
        }
        let start = server.call("session", "start", json!({"secret": account.admin_secret, "partnerId": account.id, "type": 2})).await;
        assert_eq!(start, restricted("session->start"), "without a session, the account that is asked for counts");
        // What is not permitted is refused as such before.
        assert_eq!(server.call("appToken", "list", json!({"ks": user})).await, refused("SERVICE_FORBIDDEN", json!({"SERVICE": "appToken->list"})));
        assert!(server.call("session", "get", json!({"ks": others})).await.is_ok(), "other accounts are not concerned");
        assert!(server.call("system", "ping", json!({})).await.is_ok());
        // Nobody logs in from there; only who has the password is told why.
        let login = |password: &str| json!({"email": account.owner, "password": password});
        assert_eq!(server.call("adminUser", "login", login(PASSWORD)).await, restricted("adminUser->login"));
        assert_eq!(server.call("adminUser", "login", login("wrong")).await, refused("USER_WRONG_PASSWORD", json!([])));

        "203.0.113.8".clone_into(&mut server.address);
        assert!(server.call("adminUser", "login", login(PASSWORD)).await.is_ok());
        let delete = server.call("accessControlProfile", "delete", json!({"ks": admin, "id": id})).await;
        assert_eq!(delete, refused("CANNOT_DELETE_DEFAULT_ACCESS_CONTROL", json!([])));
        // A change of its rules counts at once.
        let nobody = json!([{"forceAdminValidation": 1, "actions": [block], "conditions": [{"objectType": "KalturaIpAddressCondition", "values": [{"value": "203.0.113.8"}]}]}]);
        server.call("accessControlProfile", "update", json!({"ks": admin, "id": id, "accessControlProfile": {"rules": nobody}})).await.unwrap();
        assert_eq!(server.call("session", "get", json!({"ks": admin})).await, restricted("session->get"));
        limit(&server, &account, limits(None)).await;
        assert!(server.call("session", "get", json!({"ks": admin})).await.is_ok());
        // A profile that is gone lets nobody in.
        limit(&server, &account, limits(Some(999_999))).await;
        assert_eq!(server.call("session", "get", json!({"ks": admin})).await, restricted("session->get"));
    }
}
