/** Upkeep: things with keepers, plans, checks, alarms, hand-over, giving up, costs, outcomes. */
export * from './asset.ts';
export {
  type Abandonment,
  type Asset,
  type AssetFilter,
  findAsset,
  type Holding,
  holdingsOf,
  type KeeperOffer,
  listAssets,
  type NewAsset,
  type PastHolding,
} from './asset-store.ts';
export { alarmsOf, type DamageReport, reportsOf, type UpkeepAlarm } from './alarm-store.ts';
export { costsOf, findUpkeepTask, listUpkeep, plansOf, type UpkeepCost, upkeepOfAsset, type UpkeepPlan, type UpkeepTask } from './upkeep-store.ts';
export * from './ask-keeper.ts';
export * from './daily-upkeep.ts';
export * from './keep-up.ts';
export * from './register-asset.ts';
export * from './keep-asset.ts';
export * from './plan-upkeep.ts';
export * from './upkeep-alarm.ts';
export * from './pay-upkeep.ts';
export * from './abandon-asset.ts';
export * from './outcome-years.ts';
