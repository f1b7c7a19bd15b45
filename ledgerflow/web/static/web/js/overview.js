// The page of a business: files dropped anywhere, and the chart of its cash. All live elsewhere.
import "./charts.js";
import { foldTables } from "./chartfold.js";
import "./drop.js";

foldTables();
