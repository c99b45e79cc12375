// What only shortens waiting; every page works without it.
"use strict";

// In a block of its own: a page that took the place of another runs it again.
{
  // Shows how far issuing has come without a click; says it aloud at every tenth.
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

  // A frame onto which a sheet may be dragged, and how much of it has been sent.
  const form = document.querySelector("[data-sheet]");
  if (form) {
    const field = form.querySelector("[type=file]");
    const frame = form.querySelector(".drop");
    const sending = form.querySelector(".sending");
    const said = sending.querySelector("[role=status]");
    const bar = sending.querySelector("progress");
    const button = form.querySelector("[type=submit]");
    const words = sending.dataset;

    frame.classList.add("ready");
    frame.append(Object.assign(document.createElement("p"), { textContent: words.drop }));
    const over = (event, is) => {
      event.preventDefault();
      frame.classList.toggle("over", is);
    };
    frame.addEventListener("dragover", (event) => over(event, true));
    frame.addEventListener("dragleave", (event) => over(event, false));
    frame.addEventListener("drop", (event) => {
      over(event, false);
      if (event.dataTransfer.files.length === 1) field.files = event.dataTransfer.files;
    });

    const say = (words, shows) => {
      sending.hidden = false;
      bar.hidden = !shows;
      said.textContent = words;
      button.disabled = shows;
    };
    const show = (page) => {
      document.open();
      document.write(page);
      document.close();
      document.querySelector("[autofocus]")?.focus();
    };
    form.addEventListener("submit", (event) => {
      const file = field.files[0];
      if (!file) return;
      event.preventDefault();
      if (file.size > Number(form.dataset.sheet)) return say(words.tooLarge, false);
      const request = new XMLHttpRequest();
      request.upload.onprogress = ({ loaded, total }) => {
        bar.value = loaded / total;
      };
      request.upload.onload = () => {
        bar.removeAttribute("value");
        say(words.reading, true);
      };
      request.onerror = () => say(words.cutOff, false);
      request.onload = () => {
        const asked = new URL(form.action, location.href);
        if (new URL(request.responseURL).pathname === asked.pathname) show(request.responseText);
        else location.assign(request.responseURL);
      };
      request.open("POST", form.action);
      request.send(new FormData(form));
      say(words.going, true);
    });
    // Back by the browser's own button: the form can be sent again.
    addEventListener("pageshow", () => {
      sending.hidden = true;
      button.disabled = false;
    });
  }
}
