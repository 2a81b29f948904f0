// What the pages need on which a pupil speaks. Without it they are plain forms: every way to answer stands there.
import { offerToListen } from "./listen.js";
import { offerToDraw } from "./drawing.js";
import { offerToRecord } from "./recording.js";
import { offerWays } from "./ways.js";

offerToListen();
offerToDraw();
offerToRecord();
offerWays();
