/** Pictures of the index, drawn on the server; the figures stand in a table beside each. */

const round = (value: number): number => Math.round(value * 10) / 10;

/** A radar of 0 to 100 on each axis: `values` solid, `other` dashed. */
export function Radar(props: { axes: readonly string[]; values: readonly number[]; other?: readonly number[]; label: string }) {
  const { axes } = props;
  const [cx, cy, radius] = [225, 165, 112];
  const at = (index: number, share: number): [number, number] => {
    const angle = (2 * Math.PI * index) / axes.length - Math.PI / 2;
    return [round(cx + radius * share * Math.cos(angle)), round(cy + radius * share * Math.sin(angle))];
  };
  const ring = (share: number) => axes.map((_, index) => at(index, share).join(',')).join(' ');
  const shape = (values: readonly number[]) =>
    values.map((value, index) => at(index, Number.isFinite(value) ? Math.max(0, Math.min(100, value)) / 100 : 0).join(',')).join(' ');
  return (
    <svg class="radar" viewBox="0 0 450 330" width="100%" role="img" aria-label={props.label}>
      {[0.25, 0.5, 0.75, 1].map((share) => (
        <polygon class="grid" points={ring(share)} />
      ))}
      {axes.map((_, index) => {
        const [x, y] = at(index, 1);
        return <line class="grid" x1={cx} y1={cy} x2={x} y2={y} />;
      })}
      {props.other && <polygon class="other" points={shape(props.other)} />}
      <polygon class="own" points={shape(props.values)} />
      {props.values.map((value, index) => {
        if (!Number.isFinite(value)) return null;
        const [x, y] = at(index, Math.max(0, Math.min(100, value)) / 100);
        return <circle class="dot-own" cx={x} cy={y} r="3.5" />;
      })}
      {axes.map((name, index) => {
        const [x, y] = at(index, 1.13);
        const anchor = Math.abs(x - cx) < 12 ? 'middle' : x > cx ? 'start' : 'end';
        const value = props.values[index] ?? Number.NaN;
        return (
          <text x={x} y={round(y + 5 + (y < cy - 80 ? -6 : y > cy + 80 ? 8 : 0))} text-anchor={anchor}>
            {name} {Number.isFinite(value) ? Math.round(value) : '—'}
          </text>
        );
      })}
    </svg>
  );
}

/** A line over months; `other` dashed; a band between `low` and `high` where a forecast is added. */
export function Line(props: {
  labels: readonly string[];
  values: readonly number[];
  /** Months that follow, each with an interval. */
  ahead?: readonly { label: string; value: number; low: number; high: number }[];
  label: string;
  digits?: number;
}) {
  const ahead = props.ahead ?? [];
  const all = [...props.values, ...ahead.flatMap((one) => [one.low, one.high, one.value])].filter((value) => Number.isFinite(value));
  if (all.length === 0) return null;
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const pad = high === low ? 1 : (high - low) * 0.12;
  const [bottom, top] = [low - pad, high + pad];
  const count = props.values.length + ahead.length;
  const [left, right, upper, lower] = [52, 468, 16, 176];
  const x = (index: number) => round(left + ((right - left) * index) / Math.max(1, count - 1));
  const y = (value: number) => round(lower - ((lower - upper) * (value - bottom)) / (top - bottom));
  const pieces: string[][] = [[]];
  props.values.forEach((value, index) => {
    if (Number.isFinite(value)) pieces.at(-1)?.push(`${x(index)},${y(value)}`);
    else if ((pieces.at(-1)?.length ?? 0) > 0) pieces.push([]);
  });
  const last = props.values.findLastIndex((value) => Number.isFinite(value));
  const from = last < 0 ? [] : [`${x(last)},${y(props.values[last] ?? 0)}`];
  const digits = props.digits ?? 1;
  const first = props.labels[0] ?? '';
  const end = ahead.at(-1)?.label ?? props.labels.at(-1) ?? '';
  return (
    <svg class="line" viewBox="0 0 480 210" width="100%" role="img" aria-label={props.label}>
      {[0, 0.5, 1].map((share) => {
        const value = low + (high - low) * share;
        return (
          <>
            <line class="grid" x1={left} x2={right} y1={y(value)} y2={y(value)} />
            <text x={left - 8} y={y(value) + 5} text-anchor="end">
              {value.toFixed(digits)}
            </text>
          </>
        );
      })}
      {ahead.length > 0 && (
        <polygon
          class="band"
          points={[
            ...from,
            ...ahead.map((one, index) => `${x(props.values.length + index)},${y(one.high)}`),
            ...ahead.map((one, index) => `${x(props.values.length + index)},${y(one.low)}`).reverse(),
          ].join(' ')}
        />
      )}
      {pieces.map((piece) => piece.length > 0 && <polyline class="own-line" points={piece.join(' ')} />)}
      {ahead.length > 0 && (
        <polyline class="ahead" points={[...from, ...ahead.map((one, index) => `${x(props.values.length + index)},${y(one.value)}`)].join(' ')} />
      )}
      {last >= 0 && <circle class="dot-own" cx={x(last)} cy={y(props.values[last] ?? 0)} r="5" />}
      <text x={left} y="204">
        {first}
      </text>
      <text x={right} y="204" text-anchor="end">
        {end}
      </text>
    </svg>
  );
}

/** Points of a leaf as a bar: gained, then lost, out of what it can bring; `most` is what the longest bar of the list stands for. */
export function PointsBar(props: { gained: number; lost: number; most: number; label: string }) {
  const width = (points: number) => `${round((100 * points) / Math.max(props.most, 0.001))}%`;
  return (
    <svg class="points" width="100%" height="14" role="img" aria-label={props.label}>
      <rect class="yes" x="0" width={width(props.gained)} height="14" />
      <rect class="lost" x={width(props.gained)} width={width(props.lost)} height="14" />
    </svg>
  );
}

/** Where a score lies among those of its kind: every other one a thin line, the own one thick. */
export function AmongMany(props: { scores: readonly number[]; own: number; mean: number; label: string }) {
  const all = [...props.scores, props.own, props.mean].filter((value) => Number.isFinite(value));
  if (all.length < 2) return null;
  const [low, high] = [Math.floor(Math.min(...all) - 1), Math.ceil(Math.max(...all) + 1)];
  const x = (value: number) => round(16 + (448 * (value - low)) / (high - low));
  // Of many only as many as can be told apart.
  const stride = Math.max(1, Math.ceil(props.scores.length / 300));
  return (
    <svg class="among" viewBox="0 0 480 78" width="100%" role="img" aria-label={props.label}>
      <path
        class="others"
        d={props.scores
          .filter((value, index) => Number.isFinite(value) && index % stride === 0)
          .map((value) => `M${x(value)} 26v26`)
          .join('')}
      />
      <line class="mean" x1={x(props.mean)} x2={x(props.mean)} y1="20" y2="58" />
      <line class="mine" x1={x(props.own)} x2={x(props.own)} y1="18" y2="60" />
      <text x={Math.min(450, Math.max(30, x(props.own)))} y="13" text-anchor="middle">
        {props.own.toFixed(1)}
      </text>
      <text x="16" y="75">
        {low}
      </text>
      <text x="464" y="75" text-anchor="end">
        {high}
      </text>
    </svg>
  );
}

/** One place on the schematic. */
export interface MapSpot {
  x: number;
  y: number;
  name: string;
  /** The score; NaN = none. */
  score: number;
  href: string | null;
  households: number;
}

/** A schematic of the subdistrict: a circle a compound, as large as it has households, as dark as its score is low; each carries its score. */
export function Schematic(props: { spots: readonly MapSpot[]; groups: readonly { name: string; x: number; y: number }[]; label: string }) {
  const { spots } = props;
  if (spots.length === 0) return null;
  const width = Math.max(...spots.map((spot) => spot.x)) + 60;
  const height = Math.max(...spots.map((spot) => spot.y)) + 60;
  const most = Math.max(1, ...spots.map((spot) => spot.households));
  return (
    <svg class="schematic" viewBox={`0 0 ${width} ${height}`} width="100%" role="group" aria-label={props.label}>
      {props.groups.map((group) => (
        <text class="place" x={group.x} y={group.y} text-anchor="middle">
          {group.name}
        </text>
      ))}
      {spots.map((spot) => {
        const radius = round(12 + 18 * Math.sqrt(spot.households / most));
        const words = `${spot.name} ${Number.isFinite(spot.score) ? spot.score.toFixed(1) : '—'}`;
        const body = (
          <>
            <circle class={bandOf(spot.score)} cx={spot.x} cy={spot.y} r={radius} />
            <text x={spot.x} y={spot.y + 5} text-anchor="middle">
              {Number.isFinite(spot.score) ? Math.round(spot.score) : '—'}
            </text>
            <title>{words}</title>
          </>
        );
        return spot.href === null ? (
          <g>{body}</g>
        ) : (
          <a href={spot.href} aria-label={words}>
            {body}
          </a>
        );
      })}
    </svg>
  );
}

/** Five shades from low to high; what has no score is blank. */
export function bandOf(score: number): string {
  if (!Number.isFinite(score)) return 'b0';
  return score < 35 ? 'b1' : score < 45 ? 'b2' : score < 55 ? 'b3' : score < 65 ? 'b4' : 'b5';
}
