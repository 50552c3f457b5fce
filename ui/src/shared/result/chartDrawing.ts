/**
 * How counts are drawn.
 *
 * Chart.js (MIT), of which only bars are taken in. It draws on a canvas: no inline styles, no style elements, no `eval`, so
 * the content security policy stays as it is. uPlot is smaller, but has neither names on an axis nor bars that lie, and
 * names of alerts are long; Fluent's own charts bring d3 and a dozen packages. Loaded when the first chart is opened.
 * A canvas says nothing to a screen reader: whoever draws one puts the table beside it.
 */
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip, type ChartConfiguration } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

export type ChartColours = { bar: string; text: string; grid: string; ground: string; font: string };

export type ChartBars = {
  labels: readonly string[];
  counts: readonly number[];
  /** Bars stand side by side in the order of time; otherwise they lie under one another. */
  overTime: boolean;
};

/** Longer names are cut on the axis; the table has them whole. */
const LONGEST_NAME = 34;

export function chartConfig({ labels, counts, overTime }: ChartBars, colours: ChartColours): ChartConfiguration<'bar', number[], string> {
  const ticks = { color: colours.text, font: { family: colours.font, size: 12 } };
  const category = {
    type: 'category' as const,
    grid: { display: false },
    border: { color: colours.grid },
    ticks: {
      ...ticks,
      autoSkip: overTime,
      maxRotation: 0,
      callback: (_: unknown, index: number): string => shortened(labels[index] ?? ''),
    },
  };
  const count = {
    type: 'linear' as const,
    beginAtZero: true,
    grid: { color: colours.grid },
    border: { display: false },
    ticks: { ...ticks, precision: 0 },
  };
  return {
    type: 'bar',
    data: {
      labels: [...labels],
      datasets: [{ label: 'Rows', data: [...counts], backgroundColor: colours.bar, maxBarThickness: 28, minBarLength: 2 }],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: overTime ? 'x' : 'y',
      scales: overTime ? { x: category, y: count } : { y: category, x: count },
      plugins: {
        tooltip: {
          displayColors: false,
          backgroundColor: colours.text,
          titleColor: colours.ground,
          bodyColor: colours.ground,
          callbacks: { label: (item) => `${(counts[item.dataIndex] ?? 0).toLocaleString()} rows` },
        },
      },
    },
  };
}

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${Array.from(name).slice(0, LONGEST_NAME - 1).join('')}…` : name;
}

/** Draws and hands back what takes the drawing away; draws nothing where there is nothing to draw on. */
export function draw(canvas: HTMLCanvasElement, bars: ChartBars, colours: ChartColours): () => void {
  if (canvas.getContext('2d') === null) {
    return () => undefined;
  }
  const chart = new Chart(canvas, chartConfig(bars, colours));
  return () => chart.destroy();
}
