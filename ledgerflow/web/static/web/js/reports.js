// A report's page: printing, and its charts. Not here: drawing (charts.js), the frame (shell.js).
import "./charts.js";
import { foldTables } from "./chartfold.js";

const button = document.getElementById("print-report");
if (button) button.addEventListener("click", () => window.print());

foldTables();
