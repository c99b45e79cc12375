//! The command line's contract: answers, their keys, exit codes. 0 done, genuine, issued, nothing
//! rejected · 1 refused, rows rejected, any verdict that is not good · 2 wrong usage · 3 failed,
//! unreadable, unchecked, over a bound, no row judged.

mod fonts;
mod house;
mod papers;
mod photos;
mod sheets;
mod streams;
