// Shows how far issuing has come without a click; says it aloud at every tenth.
"use strict";
const section = document.querySelector("[data-state]");
if (section) {
  const bar = section.querySelector("progress");
  const shown = section.querySelector(".so-far");
  const spoken = section.querySelector("[role=status]");
  let tenth = 0;
  const ask = async () => {
    const answer = await fetch(section.dataset.state, { cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const { done, total, so_far, is_over } = await answer.json();
    if (is_over) return location.reload();
    if (total > 0) {
      bar.max = total;
      bar.value = done;
      shown.textContent = so_far;
      const now = Math.floor((10 * done) / total);
      if (now > tenth) {
        tenth = now;
        spoken.textContent = so_far;
      }
    }
    setTimeout(again, 2000);
  };
  // What cannot be asked is asked again later; the button stays for who does not want to wait.
  const again = () => ask().catch(() => setTimeout(again, 10000));
  setTimeout(again, 1000);
}
