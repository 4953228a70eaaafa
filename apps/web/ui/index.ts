/**
 * The parts every page is made of. A page is a function of a view object that returns `<Layout …>`;
 * language, csrf token and type size come from the frame given to `Layout`, so the parts need not be told.
 */
export { ActionForm, Button, ButtonLink, HiddenKeys, PrintButton } from './actions.tsx';
export type { ButtonKind } from './actions.tsx';
export { Day, Instant, Money } from './amounts.tsx';
export { assetUrl, readAsset } from './assets.ts';
export type { Asset } from './assets.ts';
export { BudgetBar, MoneyBar, Progress, VoteBar } from './bars.tsx';
export type { MoneyPart, Threshold } from './bars.tsx';
export { dataTable, tableXlsx, xlsxType } from './data-table.tsx';
export {
  CheckField,
  CheckList,
  DateField,
  FileField,
  MoneyField,
  NumberField,
  RadioField,
  SelectField,
  TextArea,
  TextField,
  TimeField,
} from './fields.tsx';
export type { FieldProps, Option } from './fields.tsx';
export { ErrorSummary, FieldRow, Fieldset, Form } from './form.tsx';
export type { FormErrors, FormValues } from './form.tsx';
export { dayText, escapeText, instantText, shanghaiParts, shareText, sizeText, yuanText } from './format.ts';
export type { DayStyle } from './format.ts';
export { useFrame, useLang } from './frame.ts';
export type { NavItem, PageFrame, View } from './frame.ts';
export { Layout } from './layout.tsx';
export {
  Actions,
  Columns,
  Crumbs,
  Empty,
  KeyValues,
  Lead,
  Reason,
  Section,
  Soft,
  State,
  StatTable,
} from './page.tsx';
export type { Crumb, Outcome, Tone } from './page.tsx';
export { BeforeAfter, FileList, Photos } from './pictures.tsx';
export type { FileItem, Picture } from './pictures.tsx';
export { Calendar, DutyList, Steps, Story } from './story.tsx';
export type { CalendarItem, DutyItem, StepItem, StoryItem } from './story.tsx';
export { pageSize, selectRows } from './table-query.ts';
export type { CellValue, Column, Filter, TableSpec, TableView } from './table-query.ts';
export { uiText } from './text.ts';
