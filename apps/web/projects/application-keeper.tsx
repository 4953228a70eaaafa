import {
  Button,
  DateField,
  dayText,
  FieldRow,
  Fieldset,
  MoneyField,
  NumberField,
  SelectField,
  Soft,
  State,
  TextArea,
  TextField,
  useLang,
} from '../ui/index.ts';
import { guideText } from './application-guide-text.ts';
import { applicationText } from './application-text.ts';
import type { EditorView } from './application-view.ts';

/** Who keeps it, whether they said yes, how often and for how much. */
export function Keeper({ view }: { view: EditorView }) {
  const lang = useLang();
  const t = applicationText[lang];
  const g = guideText[lang];
  const { draft } = view;
  return (
    <>
      <Fieldset legend={t.keeperTitle}>
        <FieldRow>
          <SelectField name="keeperPersonId" label={t.keeperPerson} value={draft.keeperPersonId} options={view.persons} />
          <TextField name="keeperName" label={t.keeperName} value={draft.keeperName} required />
          {view.organisations.length > 0 && (
            <SelectField name="keeperOrganisationId" label={g.keeperOrganisation} value={draft.keeperOrganisationId} options={view.organisations} />
          )}
        </FieldRow>
        <FieldRow>
          <NumberField name="upkeepMonths" label={t.upkeepMonths} value={draft.upkeepMonths} unit={t.months} required />
          <MoneyField name="upkeepYearly" label={t.upkeepYearly} value={draft.upkeepYearly} required />
        </FieldRow>
        <TextArea name="upkeepPlan" label={t.upkeepPlan} value={draft.upkeepPlan} rows={3} maxLength={1000} required />
      </Fieldset>
      <Fieldset legend={g.keeperYes} hint={g.keeperWays}>
        <KeeperStands view={view} />
        <FieldRow>
          <DateField name="keeperSaidOn" label={g.keeperSaidOn} value={draft.keeperSaidOn} />
          <TextField name="keeperSaidBefore" label={g.keeperSaidBefore} value={draft.keeperSaidBefore} maxLength={200} />
        </FieldRow>
        {view.keeper.kind !== 'accepted' && (
          <p>
            <Button kind="quiet" name="do" value="ask-keeper">
              {g.askKeeper}
            </Button>
          </p>
        )}
      </Fieldset>
    </>
  );
}

function KeeperStands({ view }: { view: EditorView }) {
  const lang = useLang();
  const g = guideText[lang];
  const { keeper } = view;
  if (keeper.kind === 'open') return <Soft>{g['keeper-not-accepted']}</Soft>;
  if (keeper.kind === 'declined')
    return (
      <p>
        <State tone="bad">{g.keeperRefuses}</State> {g.keeperDeclined(keeper.note)}
      </p>
    );
  const { how, on, note } = keeper.accepted;
  const day = dayText(on, lang);
  return (
    <p>
      <State tone="good">{g.keeperAgrees}</State>{' '}
      {how === 'self' ? g.acceptedSelf(day) : how === 'signed' ? g.acceptedSigned : how === 'said' ? g.acceptedSaid(day, note) : g.acceptedAgreement}
    </p>
  );
}
