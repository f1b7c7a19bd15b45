// The desk of questions: accounts to find by typing, and the new link to copy.
import { attachAll } from "./accountpick.js";
import { say } from "./say.js";

attachAll();

const address = document.getElementById("link-address");
const copy = document.getElementById("link-copy");
if (address && copy) {
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.value);
    say(copy.dataset.copied, { tone: "good" });
  });
  address.addEventListener("focus", () => address.select());
}
