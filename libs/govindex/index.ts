/** The community governance index: thresholds from a sample, normalised leaves, every node's points, each explained down to its datum. */
export { type DataFault, numberAt, parseTable } from './csv.ts';
export { type Panel } from './panel.ts';
export { type District, readDistrict, readIndicators } from './read-data.ts';
export { type Plan, planOf } from './plan.ts';
export { createRanks, type RankRule, type Ranks, ranksOf } from './ranks.ts';
export { createScorer, emptyScores, type Scorer, type Scores } from './score.ts';
export { baseMonths, baseValues, sampleSize, type Threshold, thresholdOf, type ThresholdReading, thresholdsOf } from './thresholds.ts';
export { buildTree, type Leaf, type LeafInput, type Tree, type TreeError, type TreeNode } from './tree.ts';
export { figure, leafZCsv, scoresCsv, thresholdsCsv, totalsCsv } from './write-scores.ts';
