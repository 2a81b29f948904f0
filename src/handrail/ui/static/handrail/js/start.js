// What every page starts. Each part looks for its own elements and leaves a page without them alone.
import { initAll } from "../../built/govuk-frontend.min.js";
import { watchForms } from "./autosave.js";
import { watchSigningOut } from "./unsaved.js";
import { offerToCopy } from "./copy.js";
import { offerToPrint } from "./print.js";
import { sendInParts } from "./upload.js";

// GOV.UK's components read this class as "scripts work here"; their style sheet waits for it.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

initAll();
watchForms();
watchSigningOut();
offerToPrint();
offerToCopy();
sendInParts();
