//! Proofs of single entries, and that the log only grew.

use audit::{checkpoint::Trust, path, tree::leaf_hash};
use store::Query;

use crate::{log, record};

/// Whether the checkpoint of the proof, signed by this key, covers the leaf.
fn holds(proof: &audit::Proof, trust: &Trust) -> bool {
    let log = trust.read(&proof.checkpoint).expect("a checkpoint signed by the log");
    let leaf = leaf_hash(proof.leaf.as_bytes());
    path::proves_inclusion(&leaf, proof.entry, log.size, &proof.path, &log.root)
}

store::on_both_engines! {
    async fn every_entry_is_proved_at_every_size_of_the_log(database: TestDatabase) {
        let (_, audit, _) = log(&database, 0).await;
        for size in 1..=17_u64 {
            record(&audit, 0).await;
            for seq in 0..size {
                let proof = audit.prove(seq).await.expect("proved").expect("an entry");
                assert!(holds(&proof, &audit.trust()), "entry {seq} of {size}");
                assert!(proof.leaf.starts_with(&format!("{{\"seq\":{seq},")));
            }
        }
        assert!(audit.prove(17).await.expect("a log").is_none());
        assert!(audit.prove(u64::MAX).await.expect("a log").is_none());
    }

    async fn the_log_is_proved_to_continue_each_of_its_older_states(database: TestDatabase) {
        let (_, audit, _) = log(&database, 11).await;
        for older in 1..=11 {
            for size in older..=11 {
                let proof = audit.prove_consistency(older, Some(size)).await.expect("proved");
                let read = |note: &str| audit.trust().read(note).expect("signed");
                let (was, is) = (read(&proof.older_checkpoint), read(&proof.checkpoint));
                assert_eq!((was.size, is.size), (older, size));
                assert!(path::proves_consistency(older, &was.root, size, &is.root, &proof.path));
            }
        }
        let newest = audit.prove_consistency(4, None).await.expect("proved");
        assert_eq!(audit.trust().read(&newest.checkpoint).expect("signed").size, 11);
        for (older, size, says) in [(0, None, "never so many"), (12, None, "never so many"), (9, Some(5), "fewer")] {
            let problem = audit.prove_consistency(older, size).await.expect_err("no such proof");
            assert!(problem.to_string().contains(says), "{problem}");
        }
    }

    async fn entries_of_an_older_program_are_proved_too(database: TestDatabase) {
        let (store, audit, _) = log(&database, 300).await;
        let tx = store.begin().await.expect("a transaction");
        tx.execute("UPDATE audit_entry SET subtrees = NULL WHERE seq < 200 OR seq > 280", vec![]).await.expect("as it was");
        tx.commit().await.expect("saved");
        let proof = audit.prove(150).await.expect("proved").expect("an entry");
        assert!(holds(&proof, &audit.trust()));
        let missing: Option<i64> =
            store.value("SELECT COUNT(*) FROM audit_entry WHERE subtrees IS NULL", vec![]).await.expect("a count");
        assert_eq!(missing, Some(0));
        let report = audit::verify(&store, &audit.trust(), None).await.expect("checked");
        assert_eq!(report.findings, vec![]);
    }

    async fn an_altered_log_proves_nothing_and_says_so(database: TestDatabase) {
        let (store, audit, _) = log(&database, 20).await;
        let tx = store.begin().await.expect("a transaction");
        tx.execute("UPDATE audit_entry SET leaf = REPLACE(leaf, 'because', 'no reason') WHERE seq = 4", vec![]).await.expect("altered");
        tx.execute("UPDATE audit_entry SET subtrees = '00' WHERE seq = 11", vec![]).await.expect("altered");
        tx.commit().await.expect("saved");
        for entry in [4, 5, 10] {
            let refused = audit.prove(entry).await;
            assert!(entry == 5 || refused.expect_err("no proof").to_string().contains("audit verify"));
        }
        let report = audit::verify(&store, &audit.trust(), None).await.expect("checked");
        let found: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
        assert_eq!(found, [
            "entry 4: was changed: its text is not the one that was signed",
            "entry 11: was changed: the hashes from which proofs are made are not its own",
        ]);
    }
}
