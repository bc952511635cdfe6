//! Questions and answers: what they must be, and what is hidden from people who only take a quiz (reference:
//! search-metadata.md §7.3).

use serde_json::json;

use super::*;
use crate::on_both_stores;

/// A quiz of `bob` with one question whose right answer is `1`.
async fn quiz_of(bob: &Caller<'_>, quiz: Value) -> (String, String) {
    let entry = bob.media("quiz").await;
    bob.quiz("add", &entry, quiz).await.unwrap();
    (entry.clone(), question(bob, &entry).await)
}

async fn question(bob: &Caller<'_>, entry: &str) -> String {
    let options = json!([{"key": "1", "text": "yes", "weight": 2.5, "isCorrect": 1}, {"key": "2", "text": "no", "isCorrect": 0}]);
    let sent = json!({"question": "Is the sky blue?", "hint": "look up", "explanation": "air", "optionalAnswers": options, "questionType": 1, "presentationOrder": 4, "excludeFromScore": 0, "startTime": 10});
    id(&bob.cue("Question", entry, sent).await.unwrap())
}

fn answer(question: &str, attempt: i64, key: &str) -> Value {
    json!({"parentId": question, "quizUserEntryId": attempt, "answerKey": key})
}

async fn attempt(caller: &Caller<'_>, entry: &str) -> i64 {
    number(&caller.note("Quiz", entry, json!({})).await.unwrap())
}

on_both_stores! {
    async fn people_who_take_a_quiz_do_not_see_what_is_right(server: Server) {
        let (bob, ann, admin, widget) = (user(&server, "bob").await, user(&server, "ann").await, admin(&server).await, anonymous(&server).await);
        let (entry, question) = quiz_of(&bob, json!({})).await;
        let whole = bob.get_cue(&question).await.unwrap();
        for (name, value) in [
            ("objectType", json!("KalturaQuestionCuePoint")),
            ("cuePointType", json!("quiz.QUIZ_QUESTION")),
            ("question", json!("Is the sky blue?")),
            ("hint", json!("look up")),
            ("explanation", json!("air")),
            ("questionType", json!(1)),
            ("presentationOrder", json!(4)),
            ("excludeFromScore", json!(0)),
        ] {
            assert_eq!(whole[name], value, "{name}");
        }
        assert_eq!(whole["optionalAnswers"][0], json!({"objectType": "KalturaOptionalAnswer", "key": "1", "text": "yes", "weight": 2.5, "isCorrect": 1}));
        assert_eq!(admin.get_cue(&question).await.unwrap(), whole);
        for caller in [&ann, &widget] {
            let seen = caller.get_cue(&question).await.unwrap();
            let listed = caller.cues(json!({"objectType": "KalturaQuestionCuePointFilter", "entryIdEqual": entry, "questionLike": "sky"})).await;
            assert_eq!(listed, std::slice::from_ref(&seen));
            assert_eq!(seen["explanation"], Value::Null);
            assert_eq!(seen["hint"], "look up");
            for option in seen["optionalAnswers"].as_array().unwrap() {
                assert_eq!(option["isCorrect"], -1);
            }
        }
        assert!(ann.cues(json!({"entryIdEqual": entry, "freeText": "air"})).await.is_empty(), "nor is it found by that");
    }

    async fn questions_are_made_in_quizzes_by_editors(server: Server) {
        let (bob, ann, widget) = (user(&server, "bob").await, user(&server, "ann").await, anonymous(&server).await);
        let (entry, question) = quiz_of(&bob, json!({})).await;
        let plain = bob.media("plain").await;
        assert_eq!(bob.cue("Question", &plain, json!({})).await, refused("INVALID_ENTRY_ID", json!({"ID": plain})));
        assert_eq!(ann.cue("Question", &entry, json!({})).await, bare("INVALID_USER_ID"));
        assert_eq!(widget.cue("Question", &entry, json!({})).await, refused("PROPERTY_VALIDATION_NO_INSERT_PERMISSION", json!({"PROP": "KalturaQuestionCuePoint"})));
        let update = |more: Value| json!({"id": question, "cuePoint": {"objectType": "KalturaQuestionCuePoint", "question": more}});
        assert_eq!(ann.call("cuePoint_cuePoint", "update", update(json!("x"))).await, refused("INVALID_KS", json!({"KSID": "", "ERR_CODE": "-4", "ERR_DESC": "INVALID_TYPE"})));
        let changed = bob.call("cuePoint_cuePoint", "update", update(json!("Is the sea green?"))).await.unwrap();
        assert_eq!((&changed["question"], &changed["hint"]), (&json!("Is the sea green?"), &json!("look up")));
        let filter = json!({"objectType": "KalturaQuestionCuePointFilter", "entryIdEqual": entry, "questionMultiLikeOr": "sky,green"});
        assert_eq!(bob.cues(filter).await.len(), 1);
    }

    async fn answers_are_given_in_attempts(server: Server) {
        let (bob, ann, admin) = (user(&server, "bob").await, user(&server, "ann").await, admin(&server).await);
        let (entry, question) = quiz_of(&bob, json!({})).await;
        let (other, elsewhere) = quiz_of(&bob, json!({})).await;
        let plain = bob.media("plain").await;
        let mine = attempt(&ann, &entry).await;
        let (not_here, of_bob) = (attempt(&ann, &other).await, attempt(&bob, &entry).await);
        let remark = admin.call("cuePoint_cuePoint", "add", json!({"cuePoint": {"objectType": "KalturaAnnotation", "entryId": entry, "text": "x", "isPublic": 1}})).await.unwrap();
        let none = |id: &str| refused("PARENT_CUE_POINT_NOT_FOUND", json!({"ID": id}));
        let no_attempt = |id: &str| refused("USER_ENTRY_NOT_FOUND", json!({"USER_ENTRY_ID": id}));
        for (on, sent, refusal) in [
            (&plain, answer(&question, mine, "1"), refused("PROVIDED_ENTRY_IS_NOT_A_QUIZ", json!({"ENTRY_ID": plain}))),
            (&entry, json!({"quizUserEntryId": mine}), bare("PARENT_ID_IS_MISSING")),
            (&entry, answer("0_nothing0", mine, "1"), none("0_nothing0")),
            (&entry, answer(&id(&remark), mine, "1"), refused("WRONG_PARENT_TYPE", json!({"ENTRY_ID": id(&remark)}))),
            (&entry, answer(&elsewhere, mine, "1"), bare("PARENT_CUE_POINT_DO_NOT_BELONG_TO_THE_SAME_ENTRY")),
            (&entry, json!({"parentId": question}), no_attempt("")),
            (&entry, answer(&question, 999_999, "1"), no_attempt("999999")),
            (&entry, answer(&question, not_here, "1"), refused("USER_ENTRY_DOES_NOT_MATCH_ENTRY_ID", json!({"USER_ENTRY_ID": not_here.to_string()}))),
            (&entry, answer(&question, of_bob, "1"), bare("INVALID_USER_ID")),
            (&entry, json!({"parentId": question, "quizUserEntryId": mine, "feedback": "good"}), bare("INVALID_USER_ID")),
        ] {
            assert_eq!(ann.cue("Answer", on, sent.clone()).await, refusal, "{sent}");
        }
        let given = ann.cue("Answer", &entry, answer(&question, mine, "1")).await.unwrap();
        assert_eq!((&given["cuePointType"], &given["userId"], &given["answerKey"]), (&json!("quiz.QUIZ_ANSWER"), &json!("ann"), &json!("1")));
        assert_eq!((&given["parentId"], &given["quizUserEntryId"]), (&json!(question), &json!(mine.to_string())));
        let twice = refused("ANSWER_ALREADY_EXISTS", json!({"PARENT_ID": question, "USER_ENTRY": mine.to_string()}));
        assert_eq!(ann.cue("Answer", &entry, answer(&question, mine, "2")).await, twice);
        // Whoever writes it, it is of whose attempt it is.
        let by_admin = admin.cue("Answer", &entry, answer(&question, of_bob, "2")).await.unwrap();
        assert_eq!((&by_admin["userId"], &by_admin["isCorrect"]), (&json!("bob"), &json!(0)));

        let second = self::question(&bob, &entry).await;
        ann.call("userEntry", "submitQuiz", json!({"id": mine})).await.unwrap();
        assert_eq!(ann.cue("Answer", &entry, answer(&second, mine, "1")).await, bare("USER_ENTRY_QUIZ_ALREADY_SUBMITTED"));
        admin.cue("Answer", &entry, answer(&second, mine, "1")).await.expect("administrators may");
        assert_eq!(ann.cues(json!({"objectType": "KalturaAnswerCuePointFilter", "entryIdEqual": entry})).await.len(), 2);
        assert_eq!(ann.cues(json!({"objectType": "KalturaAnswerCuePointFilter", "entryIdEqual": entry, "parentIdEqual": second})).await.len(), 1);
        assert_eq!(admin.cues(json!({"objectType": "KalturaAnswerCuePointFilter", "entryIdEqual": entry, "quizUserEntryIdEqual": of_bob})).await, [admin.get_cue(&id(&by_admin)).await.unwrap()]);
    }

    async fn what_was_right_is_told_when_the_quiz_says_so(server: Server) {
        let (bob, ann, admin) = (user(&server, "bob").await, user(&server, "ann").await, admin(&server).await);
        let keys = json!([{"objectType": "KalturaString", "value": "1"}]);
        let whole = (json!(1), keys.clone(), json!("air"));
        let result = (json!(1), Value::Null, Value::Null);
        let key = (Value::Null, keys.clone(), json!("air"));
        let nothing = (Value::Null, Value::Null, Value::Null);
        for (quiz, before, after) in [
            (json!({}), &nothing, &nothing),
            (json!({"showResultOnAnswer": 1}), &result, &nothing),
            (json!({"showCorrectKeyOnAnswer": 1}), &key, &nothing),
            (json!({"showCorrectAfterSubmission": 1}), &nothing, &whole),
        ] {
            let (entry, question) = quiz_of(&bob, quiz.clone()).await;
            let mine = attempt(&ann, &entry).await;
            let told = |answer: &Value| (answer["isCorrect"].clone(), answer["correctAnswerKeys"].clone(), answer["explanation"].clone());
            let given = ann.cue("Answer", &entry, answer(&question, mine, "1")).await.unwrap();
            assert_eq!(told(&given), *before, "{quiz}");
            assert_eq!(told(&ann.get_cue(&id(&given)).await.unwrap()), *before, "{quiz}");
            ann.call("userEntry", "submitQuiz", json!({"id": mine})).await.unwrap();
            assert_eq!(told(&ann.cues(json!({"idEqual": id(&given)})).await[0]), *after, "{quiz}");
            assert_eq!(told(&admin.get_cue(&id(&given)).await.unwrap()), whole, "{quiz}");
        }
    }

    async fn answers_stay_as_they_were_given_unless_the_quiz_lets_them_be_changed(server: Server) {
        let (bob, ann, admin) = (user(&server, "bob").await, user(&server, "ann").await, admin(&server).await);
        let (entry, question) = quiz_of(&bob, json!({})).await;
        let mine = attempt(&ann, &entry).await;
        let given = id(&ann.cue("Answer", &entry, answer(&question, mine, "2")).await.unwrap());
        let update = |more: Value| {
            let mut cue = json!({"objectType": "KalturaAnswerCuePoint"});
            cue.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({"id": given, "cuePoint": cue})
        };
        let change = |key: &str| update(json!({"entryId": entry, "answerKey": key}));
        let stays = refused("ANSWER_UPDATE_IS_NOT_ALLOWED", json!({"ENTRY_ID": entry}));
        assert_eq!(ann.call("cuePoint_cuePoint", "update", update(json!({"answerKey": "1"}))).await, refused("PROPERTY_VALIDATION_CANNOT_BE_NULL", json!({"PROP_NAME": "KalturaAnswerCuePoint::entryId"})));
        assert_eq!(ann.call("cuePoint_cuePoint", "update", change("1")).await, stays);
        assert_eq!(ann.call("cuePoint_cuePoint", "delete", json!({"id": given})).await, stays, "nor given anew");
        let changed = admin.call("cuePoint_cuePoint", "update", change("1")).await.unwrap();
        assert_eq!((&changed["answerKey"], &changed["isCorrect"]), (&json!("1"), &json!(1)));
        bob.quiz("update", &entry, json!({"allowAnswerUpdate": 1})).await.unwrap();
        ann.call("cuePoint_cuePoint", "update", change("2")).await.unwrap();
        assert_eq!(admin.get_cue(&given).await.unwrap()["isCorrect"], 0);
        // What the server says of it cannot be found out by saying it.
        for guess in [0, 1] {
            let guessed = update(json!({"entryId": entry, "isCorrect": guess}));
            assert_eq!(ann.call("cuePoint_cuePoint", "update", guessed).await.unwrap()["isCorrect"], Value::Null);
        }
        ann.call("userEntry", "submitQuiz", json!({"id": mine})).await.unwrap();
        assert_eq!(ann.call("cuePoint_cuePoint", "update", change("1")).await, bare("USER_ENTRY_QUIZ_ALREADY_SUBMITTED"));
        assert_eq!(ann.call("cuePoint_cuePoint", "delete", json!({"id": given})).await, bare("USER_ENTRY_QUIZ_ALREADY_SUBMITTED"));
    }

    async fn answers_are_seen_by_whose_they_are(server: Server) {
        let (bob, ann, cat, widget) = (user(&server, "bob").await, user(&server, "ann").await, user(&server, "cat").await, anonymous(&server).await);
        let (entry, question) = quiz_of(&bob, json!({})).await;
        let (mine, of_nobody) = (attempt(&ann, &entry).await, attempt(&widget, &entry).await);
        let given = id(&ann.cue("Answer", &entry, answer(&question, mine, "1")).await.unwrap());
        let by_nobody = id(&widget.cue("Answer", &entry, answer(&question, of_nobody, "1")).await.unwrap());
        let no_cue = |id: &str| refused("INVALID_CUE_POINT_ID", json!({"ID": id}));
        for caller in [&cat, &widget] {
            assert_eq!(caller.get_cue(&given).await, no_cue(&given));
        }
        let of = |attempt: i64| json!({"objectType": "KalturaAnswerCuePointFilter", "entryIdEqual": entry, "quizUserEntryIdIn": attempt.to_string()});
        assert_eq!(ann.cues(of(mine)).await.len(), 1);
        assert!(cat.cues(of(mine)).await.is_empty());
        assert!(widget.cues(of(mine)).await.is_empty());
        assert!(cat.cues(of(of_nobody)).await.is_empty());
        let seen = widget.cues(of(of_nobody)).await;
        assert_eq!(seen.iter().map(id).collect::<Vec<_>>(), std::slice::from_ref(&by_nobody));
        assert_eq!(widget.get_cue(&by_nobody).await.unwrap(), seen[0]);
        assert!(widget.cues(json!({"objectType": "KalturaAnswerCuePointFilter", "entryIdEqual": entry})).await.is_empty(), "only by attempts");
    }
}
