//! Names met in the field, and what each becomes.

use super::*;

#[test]
fn padding_is_removed() {
    assert_eq!(PersonName::read("张　三").unwrap().name.as_str(), "张三");
}
