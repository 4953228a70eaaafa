// What script adds to pages that already work without it. Bundled by script/build.mjs into one small file.
import { tickTheClock } from './parts/clock';
import { compareWithSlider } from './parts/compare';
import { countWhatIsTyped } from './parts/count';
import { focusErrorSummary } from './parts/errors';
import { keepWhileWriting } from './parts/keep';
import { sendOnlyOnce } from './parts/once';
import { enterPapersByKey } from './parts/papers';
import { takePlaceOnTouch } from './parts/place';
import { showPrintButtons } from './parts/print';
import { drawSignatures } from './parts/signature';
import { suggestWhileTyping } from './parts/similar';
import { clearOnSignOut } from './parts/unsent';

focusErrorSummary();
sendOnlyOnce();
showPrintButtons();
countWhatIsTyped();
compareWithSlider();
suggestWhileTyping();
drawSignatures();
clearOnSignOut();
enterPapersByKey();
takePlaceOnTouch();
keepWhileWriting();
tickTheClock();
