import { formatYuanBrief, leverage } from '#libs/money';
import type { Category } from '#modules/books';
import type { ApplicationVersion, Project } from '#modules/projects';
import { dataTable, dayText, instantText, KeyValues, MoneyBar, useFrame, useLang, yuanText } from '../ui/index.ts';
import { sourceKindName } from '../projects/words.ts';
import { reviewText } from './text.ts';

/** An application as whoever judges it needs it, on one screen. */
export function ApplicationSummary(props: {
  project: Project;
  application: ApplicationVersion;
  placeName: string;
  categories: readonly Category[];
  link?: boolean;
}) {
  const { project, application, placeName, categories } = props;
  const lang = useLang();
  const { base } = useFrame();
  const t = reviewText[lang];
  const ratio = leverage(application.totalFen - application.grantFen, application.grantFen);
  const sourceName = (no: number) => application.sources[no - 1]?.name ?? '';
  return (
    <>
      <KeyValues
        items={[
          [t.place, placeName],
          [t.serial, project.serial],
          [t.version, t.versionOf(application.version, instantText(application.submittedAt, lang, 'short'))],
          [t.goal, <span class="lines">{application.goal}</span>],
          [t.why, <span class="lines">{application.why}</span>],
          [t.period, `${dayText(application.periodStart, lang)}—${dayText(application.periodEnd, lang)}`],
          [t.total, `${yuanText(application.totalFen)} ${lang === 'zh' ? '元' : 'yuan'}`],
          [t.grant, `${yuanText(application.grantFen)} ${lang === 'zh' ? '元' : 'yuan'}`],
          [t.leverage, ratio === null ? null : t.times(ratio)],
          [
            t.indicators,
            <ul>
              {application.indicators.map((one) => (
                <li>
                  {one.name}
                  {lang === 'zh' ? '：' : ': '}
                  {t.fromTo(plain(one.baseline), plain(one.target), one.unit)}
                </li>
              ))}
            </ul>,
          ],
          [
            t.team,
            application.members
              .map((member) => `${member.name}${lang === 'zh' ? `（${member.duty}）` : ` (${member.duty})`}`)
              .join(lang === 'zh' ? '、' : ', '),
          ],
          [t.keeper, application.keeperName],
          [
            t.upkeep,
            `${application.upkeepPlan.replace(/[。.；;]+$/, '')}${lang === 'zh' ? '；' : '; '}${t.upkeepOf(application.upkeepMonths, formatYuanBrief(application.upkeepYearlyFen))}`,
          ],
          [
            t.risks,
            <ul>
              {application.risks.map(({ risk, answer }) => (
                <li>
                  {risk} → {answer}
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      <h3>{t.sources}</h3>
      <MoneyBar
        label={t.sources}
        parts={application.sources.map((source) => ({ label: source.name, amountFen: source.plannedFen, note: sourceKindName(source.kind, lang) }))}
      />
      <h3>{t.lines}</h3>
      {dataTable({
        rows: application.lines,
        query: {},
        lang,
        base: '',
        tools: false,
        caption: t.lines,
        columns: [
          {
            key: 'name',
            label: t.line,
            value: (line) => line.name,
            render: (line) => (
              <>
                {line.name} <small class="soft">{categories.find(({ code }) => code === line.category)?.[lang] ?? line.category}</small>
              </>
            ),
          },
          { key: 'quantity', label: t.quantity, value: (line) => `${plain(line.quantity)} ${line.unit} × ${formatYuanBrief(line.unitPriceFen)}` },
          { key: 'amount', label: t.amount, value: (line) => line.amountFen, numeric: true },
          {
            key: 'paidBy',
            label: t.paidBy,
            value: (line) =>
              line.shares
                .map((share) =>
                  line.shares.length === 1 ? sourceName(share.sourceNo) : `${sourceName(share.sourceNo)} ${yuanText(share.amountFen, { whole: true })}`,
                )
                .join(lang === 'zh' ? '、' : ', '),
          },
        ],
      })}
      {props.link !== false && (
        <p>
          <a href={`${base}/projects/${project.id}`}>{t.openProject}</a>
        </p>
      )}
    </>
  );
}

/** `12.00` → `12`. */
const plain = (decimal: string): string => decimal.replace(/\.0+$/, '').replace(/(\.\d*[1-9])0+$/, '$1');
