import { type Compound, formatArea, type Home, type Neighbourhood } from '#modules/places';
import {
  Button,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  SelectField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { placesText } from './text.ts';

/** What every form here takes: where it goes, and what comes back when it was refused. */
interface FormPage {
  page: PageFrame;
  action: string;
  errors?: FormErrors;
  values?: FormValues;
}

/** Makes or changes a neighbourhood. */
export function NeighbourhoodForm(props: FormPage & { known?: Neighbourhood }) {
  const { page, known } = props;
  const t = placesText[page.lang];
  return (
    <Layout page={page} title={known ? t.editTitle(known.name) : t.newNeighbourhoodTitle}>
      <Form action={props.action} errors={props.errors} values={props.values}>
        <TextField name="name" label={t.name} hint={t.neighbourhoodNameHint} value={known?.name} required maxLength={60} />
        <TextField name="code" label={t.code} hint={t.codeHint} value={known?.code} required maxLength={40} size="short" />
        <SelectField
          name="committeeKind"
          label={t.committeeKind}
          value={known?.committeeKind ?? 'residents'}
          required
          options={[
            { value: 'residents', label: t.residents },
            { value: 'village', label: t.village },
          ]}
        />
        <TextField
          name="publishedHouseholdsText"
          label={t.publishedHouseholds}
          hint={t.publishedHouseholdsHint}
          value={known?.publishedHouseholdsText ?? undefined}
          maxLength={40}
          size="short"
        />
        <TextArea name="introduction" label={t.introduction} value={known?.introduction ?? undefined} maxLength={2000} rows={4} />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}

/** Makes or changes a compound. */
export function CompoundForm(props: FormPage & { neighbourhood: Neighbourhood; known?: Compound }) {
  const { page, known, neighbourhood } = props;
  const t = placesText[page.lang];
  return (
    <Layout
      page={page}
      title={known ? t.editTitle(known.name) : t.newCompoundTitle}
      crumbs={[{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }]}
    >
      <Form action={props.action} errors={props.errors} values={props.values}>
        <TextField name="name" label={t.name} value={known?.name} required maxLength={60} />
        <SelectField
          name="kind"
          label={t.kind}
          value={known?.kind ?? undefined}
          emptyLabel={t.kindNotSaid}
          options={(['old', 'commercial', 'relocation', 'affordable'] as const).map((kind) => ({
            value: kind,
            label: t[kind],
          }))}
        />
        <NumberField name="builtYear" label={t.builtYear} value={known?.builtYear?.toString()} />
        <TextField name="tags" label={t.tags} hint={t.tagsHint} value={known?.tags.join('、')} maxLength={200} />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}

/** Makes a whole building at once. */
export function BuildingForm(props: FormPage & { neighbourhood: Neighbourhood; compounds: readonly Compound[]; compoundId?: string }) {
  const { page, neighbourhood, compounds } = props;
  const t = placesText[page.lang];
  return (
    <Layout page={page} title={t.newBuildingTitle} crumbs={[{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }]}>
      <Lead>{t.newBuildingLead}</Lead>
      <Form action={props.action} errors={props.errors} values={props.values}>
        <SelectField
          name="compoundId"
          label={t.compound}
          value={props.compoundId ?? (compounds.length === 1 ? compounds[0]?.id : undefined)}
          required
          options={compounds.map((compound) => ({ value: compound.id, label: compound.name }))}
        />
        <TextField name="name" label={t.building} hint={t.buildingNameHint} required maxLength={36} size="short" />
        <TextField name="entrances" label={t.entrancesField} hint={t.entrancesHint} maxLength={200} />
        <FieldRow>
          <NumberField name="firstFloor" label={t.firstFloor} value="1" required />
          <NumberField name="lastFloor" label={t.lastFloor} value="6" required />
          <NumberField name="homesPerFloor" label={t.homesPerFloor} value="2" unit={t.homeUnit} required />
        </FieldRow>
        <TextField name="leaveOut" label={t.leaveOut} hint={t.leaveOutHint} maxLength={500} />
        <NumberField name="area" label={t.commonArea} unit={t.areaUnit} decimals />
        <Button>{t.build}</Button>
      </Form>
    </Layout>
  );
}

/** Adds a home to a building, or changes one. */
export function HomeForm(
  props: FormPage & {
    neighbourhood: Neighbourhood;
    crumb: { label: string; href: string };
    known?: Home;
    groups: readonly { id: string; name: string }[];
  },
) {
  const { page, known, neighbourhood } = props;
  const t = placesText[page.lang];
  const group = props.groups.find((one) => one.id === known?.groupId)?.name;
  return (
    <Layout
      page={page}
      title={known ? t.editHomeTitle(known.label) : t.newHomeTitle}
      crumbs={[{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }, props.crumb]}
    >
      <Form action={props.action} errors={props.errors} values={props.values}>
        {!known && (
          <FieldRow>
            <TextField name="entrance" label={t.entrance} maxLength={38} size="short" />
            <TextField name="room" label={t.room} hint={t.roomHint} required maxLength={20} size="short" />
          </FieldRow>
        )}
        <TextField name="groupName" label={t.group} value={group} maxLength={40} size="short" />
        <NumberField name="floor" label={t.floor} value={known?.floor?.toString()} hint={known ? undefined : t.floorHint} />
        <NumberField name="area" label={t.area} unit={t.areaUnit} value={known?.areaCentiM2 == null ? undefined : formatArea(known.areaCentiM2)} decimals />
        <TextField name="ownerNo" label={t.ownerNo} hint={t.ownerNoHint} value={known?.ownerNo ?? undefined} maxLength={40} size="short" />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
