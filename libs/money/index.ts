export { type Fen, MAX_FEN, MAX_TYPED_FEN, absoluteFen, yuanToFen } from './fen.ts';
export { type ParseYuanError, parseFen, parseYuan } from './parse-yuan.ts';
export { formatYuan, formatYuanBrief, plainYuan } from './format-yuan.ts';
export { type SplitError, leverage, splitLargestRemainder } from './split.ts';
export { parseChineseCapital, toChineseCapital } from './chinese-capital.ts';
