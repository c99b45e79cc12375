//! 单位办事的页面。

use super::{Bar, Desk, Home, SignIn};

pub const DESK: Desk = Desk {
    bar: Bar { label: "办事", waiting: "待办", leave: "退出" },
    sign_in: SignIn {
        title: "单位登录",
        lead: "报送、审核、发证，凭市人力社保局发给您的口令登录。",
        ended: "您已经退出：30分钟没有操作、登录满12小时，或口令已停用。请重新登录。",
        token: "口令",
        token_hint: "以wz-开头。大小写、短横线都不用管。",
        token_blank: "请填写口令。",
        submit: "登录",
        none: "还没有口令",
        none_text: "请向市人力社保局专技处申请。口令写明单位和姓名，各人用各人的，不要转借。",
        idle: "30分钟不操作会自动退出。用的是公共电脑，请办完就退出。",
    },
    home: Home { none: "没有待办", none_text: "有要您办的事，会出现在这里。" },
};
