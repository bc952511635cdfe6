//! `quiz_quiz`, and attempts at quizzes (reference: more-services.md §5.1).

use serde_json::json;

use super::*;
use crate::on_both_stores;

fn no_quiz(id: &str) -> Outcome {
    refused("PROVIDED_ENTRY_IS_NOT_A_QUIZ", json!({"ENTRY_ID": id}))
}

/// A quiz of one question with the answers `1` (right), `2` and `3`.
async fn quiz_of(admin: &Caller<'_>, quiz: Value) -> (String, String) {
    let entry = admin.media("quiz").await;
    admin.quiz("add", &entry, quiz).await.unwrap();
    let options = json!([{"key": "1", "text": "yes", "isCorrect": 1}, {"key": "2", "text": "no", "isCorrect": 0}, {"key": "3", "text": "maybe"}]);
    let question = json!({"question": "Is it?", "optionalAnswers": options, "questionType": 1});
    let question = admin.cue("Question", &entry, question).await.unwrap();
    (entry, id(&question))
}

/// An attempt that gives an answer and is over.
async fn try_once(caller: &Caller<'_>, entry: &str, question: &str, key: &str) -> Outcome {
    let attempt = number(&caller.note("Quiz", entry, json!({})).await?);
    let answer = json!({"parentId": question, "quizUserEntryId": attempt, "answerKey": key});
    caller.cue("Answer", entry, answer).await.unwrap();
    caller.call("userEntry", "submitQuiz", json!({"id": attempt})).await
}

on_both_stores! {
    async fn an_entry_becomes_a_quiz(server: Server) {
        let (admin, bob, widget) = (admin(&server).await, user(&server, "bob").await, anonymous(&server).await);
        let entry = admin.media("quiz").await;
        assert_eq!(admin.quiz("get", &entry, json!({})).await, no_quiz(&entry));
        assert_eq!(admin.quiz("update", &entry, json!({})).await, refused("INVALID_ENTRY_ID", json!({"ID": entry})));
        for action in ["add", "get", "update"] {
            assert_eq!(admin.quiz(action, "0_nothing0", json!({})).await, no_entry("0_nothing0"), "{action}");
        }
        assert_eq!(bob.quiz("add", &entry, json!({})).await, bare("INVALID_USER_ID"));
        let sent = json!({"showResultOnAnswer": 1, "allowDownload": 0, "attemptsAllowed": 3, "scoreType": 5, "uiAttributes": [{"key": "banner", "value": "x"}]});
        let made = admin.quiz("add", &entry, sent).await.unwrap();
        assert_eq!(made["objectType"], "KalturaQuiz");
        assert_eq!((&made["version"], &made["showResultOnAnswer"], &made["allowDownload"]), (&json!(1), &json!(1), &json!(0)));
        assert_eq!((&made["attemptsAllowed"], &made["scoreType"], &made["allowAnswerUpdate"]), (&json!(3), &json!(5), &Value::Null));
        assert_eq!(made["uiAttributes"], json!([{"objectType": "KalturaKeyValue", "key": "banner", "value": "x"}]));
        assert_eq!(admin.quiz("add", &entry, json!({})).await, refused("PROVIDED_ENTRY_IS_ALREADY_A_QUIZ", json!({"ENTRY_ID": entry})));
        assert_eq!(bob.quiz("update", &entry, json!({})).await, bare("INVALID_USER_ID"));
        let changed = admin.quiz("update", &entry, json!({"showResultOnAnswer": 0, "scoreType__null": ""})).await.unwrap();
        assert_eq!((&changed["version"], &changed["showResultOnAnswer"], &changed["scoreType"]), (&json!(2), &json!(0), &json!(5)));
        for caller in [&bob, &widget] {
            assert_eq!(caller.quiz("get", &entry, json!({})).await.unwrap(), changed);
        }
        let version = json!({"PROP_NAME": "KalturaQuiz::version"});
        assert_eq!(admin.quiz("update", &entry, json!({"version": 9})).await, refused("PROPERTY_VALIDATION_NOT_UPDATABLE", version));
        let shown = admin.call("media", "get", json!({"entryId": entry})).await.unwrap();
        assert_eq!(shown["capabilities"], "quiz.quiz");
    }

    async fn quizzes_are_found(server: Server) {
        let (admin, bob) = (admin(&server).await, user(&server, "bob").await);
        // Texts are ready as soon as they are there.
        let text = async |name: &str| id(&admin.call("data", "add", json!({"dataEntry": {"name": name}})).await.unwrap());
        let (quiz, plain, draft) = (text("q").await, text("p").await, admin.media("d").await);
        for entry in [&quiz, &draft] {
            admin.quiz("add", entry, json!({"attemptsAllowed": 7})).await.unwrap();
        }
        let listed = async |caller: &Caller<'_>, filter: Value| {
            let list = caller.call("quiz_quiz", "list", json!({"filter": filter})).await.unwrap();
            assert_eq!(list["objectType"], "KalturaQuizListResponse");
            assert_eq!(list["totalCount"], list["objects"].as_array().unwrap().len());
            list["objects"].as_array().unwrap().len()
        };
        assert_eq!(listed(&admin, json!({})).await, 1);
        assert_eq!(listed(&admin, json!({"entryIdEqual": quiz})).await, 1);
        assert_eq!(listed(&admin, json!({"entryIdEqual": plain})).await, 0);
        assert_eq!(listed(&admin, json!({"entryIdEqual": draft})).await, 0, "not ready");
        assert_eq!(listed(&admin, json!({"entryIdIn": format!("{quiz},{plain},{draft}")})).await, 1);
        assert_eq!(listed(&bob, json!({"entryIdEqual": quiz})).await, 1);
        let ids = async |search: Value| {
            let filter = json!({"idIn": format!("{quiz},{plain}"), "advancedSearch": search});
            let list = admin.call("baseEntry", "list", json!({"filter": filter})).await.unwrap();
            list["objects"].as_array().unwrap().iter().map(id).collect::<Vec<_>>()
        };
        assert_eq!(ids(json!({"objectType": "KalturaQuizAdvancedFilter", "isQuiz": 1})).await, std::slice::from_ref(&quiz));
        let both = json!({"objectType": "KalturaSearchOperator", "type": 1, "items": [{"objectType": "KalturaQuizAdvancedFilter", "isQuiz": 1}]});
        assert_eq!(ids(both).await, std::slice::from_ref(&quiz));
        for (term, expected) in [("true", &quiz), ("1", &quiz), ("false", &plain), ("0", &plain)] {
            let item = json!({"objectType": "KalturaESearchEntryItem", "itemType": 1, "fieldName": "is_quiz", "searchTerm": term});
            let operator = json!({"objectType": "KalturaESearchEntryOperator", "operator": 1, "searchItems": [item]});
            let params = json!({"objectType": "KalturaESearchEntryParams", "searchOperator": operator});
            let found = admin.call("elasticsearch_eSearch", "searchEntry", json!({"searchParams": params})).await.unwrap();
            let found: Vec<String> = found["objects"].as_array().unwrap().iter().map(|one| id(&one["object"])).collect();
            assert!(found.contains(expected), "{term}: {found:?}");
            assert!(!found.contains(if *expected == quiz { &plain } else { &quiz }), "{term}");
        }
    }

    async fn a_copy_of_a_quiz_is_one(server: Server) {
        let (admin, bob) = (admin(&server).await, user(&server, "bob").await);
        let (entry, question) = quiz_of(&admin, json!({"attemptsAllowed": 2})).await;
        let copy = id(&admin.call("baseEntry", "clone", json!({"entryId": entry})).await.unwrap());
        assert_eq!(admin.quiz("get", &copy, json!({})).await.unwrap()["attemptsAllowed"], 2);
        let clone = |caller: String, cue: &str, entry: &str| {
            let (params, server) = (json!({"ks": caller, "id": cue, "entryId": entry}), &server);
            async move { server.call("cuePoint_cuePoint", "clone", params).await }
        };
        let cloned = clone(admin.ks.clone(), &question, &copy).await.unwrap();
        assert_eq!((&cloned["copiedFrom"], &cloned["question"], &cloned["optionalAnswers"][0]["isCorrect"]), (&json!(question), &json!("Is it?"), &json!(1)));
        let (plain, of_bob) = (admin.media("plain").await, bob.media("bob's").await);
        assert_eq!(clone(admin.ks.clone(), &question, &plain).await, refused("INVALID_ENTRY_ID", json!({"ID": plain})));
        // Who copies a question learns its answers.
        bob.quiz("add", &of_bob, json!({})).await.unwrap();
        assert_eq!(clone(bob.ks.clone(), &question, &of_bob).await, bare("INVALID_USER_ID"));
        let attempt = number(&bob.note("Quiz", &entry, json!({})).await.unwrap());
        let answer = id(&bob.cue("Answer", &entry, json!({"parentId": question, "quizUserEntryId": attempt, "answerKey": "1"})).await.unwrap());
        assert_eq!(clone(admin.ks.clone(), &answer, &copy).await, refused("NO_PERMISSION_TO_COPY_CUE_POINT_TO_ENTRY", json!({"ID": answer, "ENTRY_ID": copy})));
    }

    async fn attempts_are_as_many_as_the_quiz_allows(server: Server) {
        let (admin, ann) = (admin(&server).await, user(&server, "ann").await);
        let (entry, question) = quiz_of(&admin, json!({"attemptsAllowed": 2, "scoreType": 1, "showGradeAfterSubmission": 1})).await;
        let plain = admin.media("plain").await;
        assert_eq!(ann.note("Quiz", &plain, json!({})).await, no_quiz(&plain));
        let first = ann.note("Quiz", &entry, json!({})).await.unwrap();
        assert_eq!((&first["objectType"], &first["type"], &first["status"], &first["version"]), (&json!("KalturaQuizUserEntry"), &json!("quiz.QUIZ"), &json!(1), &json!(0)));
        assert_eq!(ann.note("Quiz", &entry, json!({})).await.unwrap()["version"], 0, "an unfinished one is in nobody's way");
        let over = try_once(&ann, &entry, &question, "2").await.unwrap();
        assert_eq!((&over["status"], &over["score"], &over["calculatedScore"], &over["version"]), (&json!("quiz.3"), &json!(0), &json!(0), &json!(0)));
        let over = try_once(&ann, &entry, &question, "1").await.unwrap();
        assert_eq!((&over["score"], &over["calculatedScore"], &over["version"]), (&json!(1), &json!(1), &json!(1)));
        assert_eq!(ann.note("Quiz", &entry, json!({})).await, refused("NO_MORE_RETAKES_ALLOWED", json!({"ENTRY_ID": entry})));
        user(&server, "bob").await.note("Quiz", &entry, json!({})).await.expect("others have theirs");
        // All attempts of the user count together, the newest first in the list.
        let filter = json!({"objectType": "KalturaQuizUserEntryFilter", "entryIdEqual": entry, "userIdEqual": "ann", "statusEqual": "quiz.3"});
        let list = ann.call("userEntry", "list", json!({"filter": filter})).await.unwrap();
        let shown: Vec<_> = list["objects"].as_array().unwrap().iter().map(|one| (one["version"].clone(), one["score"].clone(), one["calculatedScore"].clone())).collect();
        assert_eq!(shown, [(json!(1), json!(1), json!(1)), (json!(0), json!(0), json!(1))]);
        // A quiz that says nothing allows one.
        let (once, question) = quiz_of(&admin, json!({})).await;
        try_once(&ann, &once, &question, "1").await.unwrap();
        assert_eq!(ann.note("Quiz", &once, json!({})).await, refused("NO_MORE_RETAKES_ALLOWED", json!({"ENTRY_ID": once})));
    }

    async fn grades_are_shown_as_the_quiz_says(server: Server) {
        let (admin, ann) = (admin(&server).await, user(&server, "ann").await);
        let (entry, question) = quiz_of(&admin, json!({})).await;
        let over = try_once(&ann, &entry, &question, "1").await.unwrap();
        assert_eq!((&over["status"], &over["score"], &over["calculatedScore"]), (&json!("quiz.3"), &Value::Null, &Value::Null));
        let id = number(&over);
        assert_eq!(ann.get_note(id).await.unwrap()["score"], Value::Null);
        assert_eq!(admin.get_note(id).await.unwrap()["score"], 1.0);
        let list = ann.call("userEntry", "list", json!({"filter": {"userIdEqualCurrent": 1}})).await.unwrap();
        assert_eq!(list["objects"][0]["calculatedScore"], Value::Null);
        admin.quiz("update", &entry, json!({"showGradeAfterSubmission": 1})).await.unwrap();
        assert_eq!(ann.get_note(id).await.unwrap()["score"], 1.0);
    }

    async fn attempts_are_submitted_by_whose_they_are(server: Server) {
        let (admin, ann, bob, widget) = (admin(&server).await, user(&server, "ann").await, user(&server, "bob").await, anonymous(&server).await);
        let (entry, question) = quiz_of(&admin, json!({"showGradeAfterSubmission": 1})).await;
        let attempt = number(&ann.note("Quiz", &entry, json!({"userId": "bob"})).await.unwrap());
        assert_eq!(ann.get_note(attempt).await.unwrap()["userId"], "ann");
        let submit = async |caller: &Caller<'_>, id: i64| caller.call("userEntry", "submitQuiz", json!({"id": id})).await;
        for caller in [&bob, &widget] {
            assert_eq!(submit(caller, attempt).await, no_object(attempt));
        }
        assert_eq!(submit(&ann, 999_999).await, no_object(999_999));
        let later = number(&ann.note("WatchLater", &entry, json!({})).await.unwrap());
        assert_eq!(submit(&ann, later).await, no_quiz(&later.to_string()));
        // People whom nobody knows have attempts, too, each on its own.
        let of_nobody = number(&widget.note("Quiz", &entry, json!({})).await.unwrap());
        assert_eq!(submit(&ann, of_nobody).await, no_object(of_nobody));
        let answer = json!({"parentId": question, "quizUserEntryId": of_nobody, "answerKey": "2"});
        widget.cue("Answer", &entry, answer.clone()).await.unwrap();
        let better = json!({"parentId": question, "quizUserEntryId": of_nobody, "answerKey": "1"});
        widget.cue("Answer", &entry, better).await.expect("the last one counts");
        assert_eq!(submit(&widget, of_nobody).await.unwrap()["score"], 1.0);
        assert_eq!(admin.notes(json!({"entryIdEqual": entry, "isAnonymous": 1})).await, [of_nobody]);
        // What is over stays what it came to.
        assert_eq!(submit(&admin, attempt).await.unwrap()["score"], 0.0);
        admin.call("cuePoint_cuePoint", "delete", json!({"id": question})).await.unwrap();
        assert_eq!(submit(&ann, attempt).await.unwrap()["score"], 0.0);
    }

    async fn editors_say_something_about_attempts(server: Server) {
        let (admin, ann, bob) = (admin(&server).await, user(&server, "ann").await, user(&server, "bob").await);
        let entry = bob.media("bob's").await;
        bob.quiz("add", &entry, json!({})).await.unwrap();
        assert_eq!(ann.note("Quiz", &entry, json!({"feedback": "well done"})).await, bare("INVALID_USER_ID"));
        let attempt = number(&ann.note("Quiz", &entry, json!({})).await.unwrap());
        assert_eq!(ann.update_note(attempt, "Quiz", json!({"feedback": "well done"})).await, bare("INVALID_USER_ID"));
        for (caller, text) in [(&bob, "well done"), (&admin, "not bad")] {
            assert_eq!(caller.update_note(attempt, "Quiz", json!({"feedback": text})).await.unwrap()["feedback"], text);
        }
        assert_eq!(ann.get_note(attempt).await.unwrap()["feedback"], "not bad");
        assert_eq!(user(&server, "cat").await.update_note(attempt, "Quiz", json!({})).await, no_object(attempt));
        let long = refused("PROPERTY_VALIDATION_MAX_LENGTH", json!({"PROP_NAME": "feedback", "MAX_LEN": "1024"}));
        assert_eq!(bob.update_note(attempt, "Quiz", json!({"feedback": "x".repeat(1025)})).await, long);
        assert_eq!(ann.delete_note(attempt).await.unwrap()["objectType"], "KalturaQuizUserEntry");
    }
}
