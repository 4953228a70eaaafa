/** The community governance index: thresholds from a sample, normalised leaves, every node's points, each explained down to its datum. */
export { type AhpError, type AhpWeights, ahpWeights, mergeJudgements, mostInconsistent } from './ahp.ts';
export { backTest, type BackTest, type BackTestOptions, methodSentence, type MethodScore, type Verdict, verdictSentence } from './back-test.ts';
export { bestOfKind, type BestOfKind, type BestOptions, type LeafGap } from './best-of-kind.ts';
export { type ChangeOptions, deriveChange } from './change.ts';
export { coverageSuffices } from './coverage.ts';
export { type DataFault, numberAt, parseTable } from './csv.ts';
export { type DistrictInput, districtOf, emptyKinds } from './district.ts';
export { explain, type Explanation, type LeafPoints, type LeafState, type NodePoints } from './explain.ts';
export { explanationText, leafSentence, readable, type Standing } from './explain-text.ts';
export { forecast, type Forecast } from './forecast.ts';
export { freezeThresholds, type FrozenThresholds, thawThresholds } from './frozen.ts';
export { aggregate, type LevelScore, type LevelUnit, rankIn } from './levels.ts';
export { type Likeness, type LookAlike, lookAlikes, type Recovered, recoveredFrom, type RecoveryOptions } from './look-alikes.ts';
export { monteCarlo, monteCarloSteps, type MonteCarloOptions, type RankInterval } from './monte-carlo.ts';
export { monthNumbers, monthsBefore } from './months.ts';
export { type Panel } from './panel.ts';
export { pcaWeights, type PcaWeights } from './pca.ts';
export { type Plan, planOf } from './plan.ts';
export { type Draw, drawIds, drawOf } from './random.ts';
export { createRanks, type RankRule, type Ranks, ranksOf } from './ranks.ts';
export { type District, readDistrict } from './read-data.ts';
export { type Compounds, readCompounds, readIndicators } from './read-tables.ts';
export { drawSample, type KindSample, sampleSize } from './sample.ts';
export { createScorer, emptyScores, type Scorer, type Scores } from './score.ts';
export { type ForecastMethod, forecastMethods, foresee } from './series.ts';
export {
  crossTab,
  crossTabOfCounts,
  type CrossCell,
  type CrossOrder,
  type CrossTab,
  drawFromRoll,
  marginOf,
  percentText,
  type SurveyAim,
  surveySampleSize,
} from './survey.ts';
export { baseMonths, baseValues, type Threshold, thresholdOf, type ThresholdReading, thresholdsOf } from './thresholds.ts';
export { type Call, type CallTreatment, perHundredHouseholds, type TreatedCalls } from './treatment.ts';
export { buildTree, type Leaf, type LeafInput, type Tree, type TreeError, type TreeNode } from './tree.ts';
export {
  combineGeometric,
  combineLinear,
  criticWeights,
  entropyWeights,
  equalWeights,
  type Matrix,
  normalisedMatrix,
  standardDeviationWeights,
  treeShares,
  withWeights,
} from './weights.ts';
export { type Warning, type WarningOptions, warningsFor } from './warnings.ts';
export { whatIf, type WhatIfChange, type WhatIfModel, type WhatIfResult, zOf } from './what-if.ts';
export { whatIfModel } from './what-if-model.ts';
export { figure, leafZCsv, scoresCsv, thresholdsCsv, totalsCsv } from './write-scores.ts';
