//! Made, listed, printed and withdrawn by the holder alone, within bounds.

use super::{Holder, PURPOSE, enter, refusal};
use crate::world::sheet::{csv, person, rows, with};
use crate::world::{
    MORNING, RUIAN, World, certificate, clerk, code, each_engine, issuer, on_sqlite, opening,
    reviewer, visitor,
};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use wenzheng::model::copy::{CopyCode, PurposeFault, UntilFault};
use wenzheng::model::identity::IdType;
use wenzheng::model::verdict::Verdict;
use wenzheng::model::way::Way;
use wenzheng::registry::public::verify::Given;
use wenzheng::registry::road::amend::Change;
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Opening, Refusal, Registry, house};

#[test]
fn a_holder_makes_three_and_a_fourth_once_one_has_ended() {
    each_engine(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        assert!(holder.live(world).await.is_empty());
        let mut codes = Vec::new();
        for days in [0, 30, 90] {
            codes.push(holder.make(world, days).await.unwrap());
            world.wait(1);
        }
        let live = holder.live(world).await;
        let listed: Vec<_> = live.iter().rev().map(|copy| copy.code.clone()).collect();
        assert_eq!(listed, codes);
        assert!(live.iter().all(|copy| copy.purpose.as_str() == PURPOSE));
        assert_eq!(refusal(holder.make(world, 30).await), Refusal::TooManyCopies(3));
        // The first counts through its day; the next morning there is room again.
        world.wait(86_400);
        let holder = Holder { session: enter(&world.registry, 1).await, ..holder };
        assert_eq!(holder.live(world).await.len(), 2);
        holder.make(world, 30).await.unwrap();
        assert_eq!(refusal(holder.make(world, 30).await), Refusal::TooManyCopies(3));
        let (session, number) = (&holder.session, &holder.number);
        world.registry.withdraw_copy(session, number, &codes[1]).await.unwrap();
        world.registry.withdraw_copy(session, number, &codes[1]).await.unwrap();
        holder.make(world, 30).await.unwrap();
    });
}

#[test]
fn of_many_requests_at_once_three_make_a_copy() {
    each_engine(async |world: &World| {
        let holder = Arc::new(Holder::of(world, 1).await);
        let until = world.today().plus_days(9);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (registry, holder) = (world.registry.clone(), holder.clone());
            tasks.spawn(async move { holder.make_at(&registry, PURPOSE, until).await });
        }
        let done = tasks.join_all().await;
        let (made, refused): (Vec<_>, Vec<_>) = done.into_iter().partition(|made| made.is_ok());
        assert_eq!((made.len(), refused.len()), (3, 3));
        for other in refused {
            assert_eq!(refusal(other), Refusal::TooManyCopies(3));
        }
        assert_eq!(holder.live(world).await.len(), 3);
    });
}

#[test]
fn what_a_copy_cannot_be_bound_to_is_refused_all_at_once() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let today = world.today();
        let last = today.plus_days(90);
        let refused = async |purpose: &str, days: i32| {
            let until = today.plus_days(days);
            refusal(holder.make_at(&world.registry, purpose, until).await)
        };
        let unfit = |purpose, until| Refusal::UnfitCopy { purpose, until };
        for (purpose, days, expected) in [
            (PURPOSE, -1, unfit(None, Some(UntilFault::Past))),
            (PURPOSE, 91, unfit(None, Some(UntilFault::TooFar(last)))),
            ("职", 1, unfit(Some(PurposeFault::TooShort), None)),
            ("应聘🙂公司", 1, unfit(Some(PurposeFault::NotDrawn('🙂')), None)),
            ("张伟330302198506152047入职", 1, unfit(Some(PurposeFault::LongNumber), None)),
            ("", 91, unfit(Some(PurposeFault::Blank), Some(UntilFault::TooFar(last)))),
        ] {
            assert_eq!(refused(purpose, days).await, expected, "{purpose} {days}");
        }
        assert!(holder.live(world).await.is_empty());
        for days in [0, 90] {
            holder.make(world, days).await.unwrap();
        }
    });
}

#[test]
fn nobody_copies_prints_or_withdraws_for_somebody_else() {
    on_sqlite(async |world: &World| {
        let (holder, other) = (Holder::of(world, 1).await, Holder::of(world, 2).await);
        let code = holder.make(world, 30).await.unwrap();
        let registry = &world.registry;
        let bounds = ("应聘", &*world.today().to_string());
        let from = crate::world::visitor(2);
        let (theirs, own) = (&holder.number, &other.number);
        let session = &other.session;
        let made = registry.make_copy(session, theirs, bounds, &from).await;
        assert_eq!(refusal(made), Refusal::NotYours);
        assert_eq!(refusal(registry.copies(session, theirs).await), Refusal::NotYours);
        for number in [theirs, own] {
            let printed = registry.print_copy(session, number, &code).await;
            assert_eq!(refusal(printed), Refusal::NotYours);
            let withdrawn = registry.withdraw_copy(session, number, &code).await;
            assert_eq!(refusal(withdrawn), Refusal::NotYours);
        }
        assert_eq!(holder.live(world).await.len(), 1);
        let unknown = CopyCode::of_random([0; 8]);
        let printed = registry.print_copy(&holder.session, theirs, &unknown).await;
        assert_eq!(refusal(printed), Refusal::NotYours);
        world.wait(16 * 60);
        assert_eq!(refusal(holder.make(world, 30).await), Refusal::SessionEnded);
    });
}

#[test]
fn only_what_is_in_force_is_copied_and_its_copies_are_printed() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let code = holder.make(world, 30).await.unwrap();
        world.amend(&holder.number, Change::Suspend).await.unwrap();
        let is_refused = |refusal| matches!(refusal, Refusal::NotPrintable(_));
        assert!(is_refused(refusal(holder.make(world, 30).await)));
        let print =
            async || world.registry.print_copy(&holder.session, &holder.number, &code).await;
        assert!(is_refused(refusal(print().await)));
        world.amend(&holder.number, Change::Resume).await.unwrap();
        print().await.unwrap();
    });
}

#[test]
fn a_copy_that_has_ended_is_not_printed_again() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let (short, gone) =
            (holder.make(world, 0).await.unwrap(), holder.make(world, 30).await.unwrap());
        let (registry, number) = (&world.registry, &holder.number);
        registry.withdraw_copy(&holder.session, number, &gone).await.unwrap();
        let print = async |session: &str, code: &CopyCode| {
            refusal(registry.print_copy(session, number, code).await)
        };
        assert_eq!(print(&holder.session, &gone).await, Refusal::CopyEnded);
        world.wait(86_400);
        let session = enter(registry, 1).await;
        assert_eq!(print(&session, &short).await, Refusal::CopyEnded);
    });
}

#[test]
fn a_copy_is_the_same_bytes_after_the_log_has_grown_and_the_key_was_renewed() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let code = holder.make(world, 30).await.unwrap();
        let before = holder.print(world, &code).await;
        assert_eq!(holder.print(world, &code).await, before);
        world.issue(crate::world::RUIAN, csv(&rows(2..=9))).await;
        world.wait(60);
        let clock = Arc::new(AtomicI64::new(world.registry.clock().now().0));
        let mut later = opening(world.folder(), None, &clock);
        house::documents::renew(&mut later, &crate::world::issuer()).await.unwrap();
        // A process that has not been started anew makes no copy under the key that has ended.
        assert_eq!(refusal(holder.make(world, 30).await), Refusal::DocumentKeyRenewed);
        let restarted = world.another().await;
        let again = restarted.print_copy(&holder.session, &holder.number, &code).await.unwrap();
        assert_eq!(again, before);
        // A copy made now is signed by the key of now, whatever key signed its certificate.
        let until = world.today().plus_days(9);
        let newer = holder.make_at(&restarted, PURPOSE, until).await.unwrap();
        let newer = restarted.print_copy(&holder.session, &holder.number, &newer).await.unwrap();
        for pdf in [before, newer] {
            let given = wenzheng::registry::public::verify::Given::of_file(pdf);
            let judged = crate::world::certificate(restarted.judge(given).await.unwrap());
            assert_eq!(judged.verdict, wenzheng::model::verdict::Verdict::Genuine, "{judged:?}");
        }
        restarted.close().await;
    });
}

#[test]
fn making_copies_is_counted_like_every_question() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let mut last = None;
        for _ in 0..60 {
            last = Some(holder.make(world, 30).await);
        }
        let refused = refusal(last.unwrap());
        assert!(matches!(refused, Refusal::TooOften { .. }), "{refused:?}");
    });
}

#[test]
fn a_name_that_is_set_in_an_earlier_face_is_copied_in_it() {
    on_sqlite(async |world: &World| {
        let name = "王\u{2EBF0}";
        let clock = Arc::new(AtomicI64::new(MORNING.0));
        let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/fonts/extra.ttf");
        let extra_face = Some(own.into());
        let bureau = opening(world.folder(), None, &clock);
        let bureau = Registry::open(Opening { extra_face, ..bureau }).await.unwrap();
        let bytes = csv(&[with(rows(1..=1).remove(0), "姓名", name)]);
        let upload = Upload { bytes, office: code(RUIAN), way: Way::Filed };
        let batch = bureau.import(upload, &clerk()).await.unwrap().batch.unwrap();
        bureau.accept(batch, &reviewer()).await.unwrap();
        let number = bureau.issue(batch, &issuer(), &|_, _| {}).await.unwrap().numbers.remove(0);
        bureau.close().await;

        // The setting names no face any more.
        let (kind, from) = (IdType::ResidentId, visitor(1));
        let found = world.registry.look_up(name, kind, &person(1).id_number, &from).await;
        let holder = Holder { session: found.unwrap().0, number };
        let code = holder.make(world, 30).await.unwrap();
        let pdf = holder.print(world, &code).await;
        let lines = wenzheng::print::read(&pdf).unwrap().lines;
        assert!(lines.iter().any(|line| line.text == name), "{lines:?}");
        let judged = certificate(world.registry.judge(Given::of_file(pdf)).await.unwrap());
        assert_eq!(judged.verdict, Verdict::Genuine, "{judged:?}");
        let until = world.today();
        let refused = refusal(holder.make_at(&world.registry, "投标\u{2EBF0}", until).await);
        let purpose = Some(PurposeFault::NotDrawn('\u{2EBF0}'));
        assert_eq!(refused, Refusal::UnfitCopy { purpose, until: None });
    });
}
