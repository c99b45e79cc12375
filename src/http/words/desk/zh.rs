//! 单位办事的页面。

use super::{Bar, Batch, Batches, Confirm, Desk, Home, Progress, SignIn};

pub const DESK: Desk = Desk {
    bar: Bar { label: "办事", waiting: "待办", batches: "批次", leave: "退出" },
    sign_in: SignIn {
        title: "单位登录",
        lead: "报送、审核、发证，凭市人力社保局发给您的口令登录。",
        ended: "您已经退出：30分钟没有操作、登录满12小时，或口令已停用。请重新登录。",
        token: "口令",
        token_hint: "以wz-开头。大小写、短横线都不用管。",
        token_blank: "请填写口令。",
        submit: "登录",
        none: "还没有口令",
        none_text: "请向市人力社保局申请。口令写明单位和姓名，各人用各人的，不要转借。",
        idle: "30分钟不操作会自动退出。用的是公共电脑，请办完就退出。",
    },
    home: Home {
        none: "没有待办", none_text: "有要您办的事，会出现在这里。", all: "看全部批次"
    },
    batches: Batches {
        title: "批次",
        none: "还没有批次。上传表格后会出现在这里。",
        batch: "批次",
        rows: "行数",
        stage: "到了哪一步",
        older: "更早的批次",
        newest: "最新的批次",
    },
    batch: Batch {
        back: "全部批次",
        track: "办到哪一步",
        now: "现在",
        reason: "退回原因：",
        tally: "这批的行",
        rows: "行，总共",
        accepted: "行可以发证",
        fixed: "行有自动更正",
        rejected: "行需修改，扣下",
        unchanged: "行已有证书，没有变化",
        timeline: "经过",
        give_back: "退回",
        follows: "重新报送的是退回的批次",
    },
    confirm: Confirm {
        id: "批次号",
        office: "报送单位",
        way: "种类",
        reported: "报送",
        accepted_by: "审核",
        rows: "行数",
        reason: "退回原因",
        reason_hint: "写明哪里不对、怎样改。报送单位会看到。不超过200字，不写证件号码。",
        reason_blank: "请写明退回原因。",
        reason_unfit: "退回原因写成一行，不超过200字。",
        back: "返回，先不办",
    },
    progress: Progress {
        title: "正在签发",
        leave: "可以离开这一页，签发不会停。办好后在批次里看得到。",
        refresh: "刷新进度",
        failed: "没有签发成",
        back: "返回这一批",
    },
};
