import { makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { draw, type ChartBars, type ChartColours } from './chartDrawing';

const useStyles = makeStyles({ root: { position: 'relative', width: '100%', minWidth: 0 } });

const BAR_LINE = 26;
const AXIS = 40;
const OVER_TIME_HEIGHT = 260;

/** A chart for the eye. What it says stands in the table beside it, which is why it is hidden from screen readers. */
export default function ChartCanvas({ bars }: { bars: ChartBars }) {
  const styles = useStyles();
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useSyncExternalStore(followTheme, () => document.documentElement.dataset.theme ?? '');
  useEffect(() => (canvas.current === null ? undefined : draw(canvas.current, bars, coloursOf(canvas.current))), [bars, theme]);
  const height = bars.overTime ? OVER_TIME_HEIGHT : bars.labels.length * BAR_LINE + AXIS;
  return (
    <div className={styles.root} style={{ height }}>
      <canvas ref={canvas} aria-hidden="true" data-testid="chart-canvas" />
    </div>
  );
}

function followTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** The theme's colours as the canvas understands them: it knows no CSS variables. */
function coloursOf(element: HTMLElement): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    bar: read('--colorCompoundBrandBackground'),
    text: read('--colorNeutralForeground1'),
    grid: read('--colorNeutralStroke2'),
    ground: read('--colorNeutralBackground1'),
    font: read('--fontFamilyBase'),
  };
}
