// Draws charts with Chart.js: the only module that imports it, loaded by Chart.svelte when a chart appears on the screen.
import {
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	Filler,
	LineController,
	LineElement,
	LinearScale,
	PointElement,
	Tooltip,
	type ChartConfiguration,
	type ChartDataset
} from 'chart.js';
import annotationPlugin, { type AnnotationOptions } from 'chartjs-plugin-annotation';

Chart.register(
	BarController,
	BarElement,
	CategoryScale,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Filler,
	Tooltip,
	annotationPlugin
);

/** How a series looks: `main` this figure, `light` the other layer, `pale` a third part, `compare` last year, `plan` the dashed path, `pace` a thin line. */
export type SeriesTone = 'main' | 'light' | 'pale' | 'compare' | 'plan' | 'pace';

export interface ChartSeries {
	readonly label: string;
	readonly tone: SeriesTone;
	/** One value a label; null where there is none. */
	readonly values: readonly (number | null)[];
	/** Fills the ground below the line. */
	readonly area?: boolean;
	/** Words at the series' last point. */
	readonly endLabel?: string;
	/** Where the words stand at the last point. */
	readonly endSide?: 'right' | 'above' | 'below';
	/** Marks this point with a dot instead of the last one; null for no dot. */
	readonly dotAt?: number | null;
}

export interface ChartModel {
	/** One label a category: they stand in the tooltip and in the table. */
	readonly labels: readonly string[];
	/** What stands below the axis, '' for nothing. */
	readonly ticks: readonly string[];
	readonly series: readonly ChartSeries[];
	readonly format: (value: number) => string;
	/** Shorter words for the axis; false leaves the axis without figures. */
	readonly tick: ((value: number) => string) | false;
	/** A level to reach or hold, drawn across. */
	readonly target?: { readonly value: number; readonly label: string };
	/** Where today stands, as the place of a label. */
	readonly now?: number;
	readonly min?: number;
	readonly max?: number;
	/** Bars that lie on each other in place of lines: one bar a label, one part a series. `across` lays them down. */
	readonly stacked?: 'up' | 'across';
	/** Room for the end labels on the right, in px. */
	readonly right?: number;
}

export interface DrawnChart {
	/** Shows new figures, or the same in other colours, in place. */
	update(model: ChartModel): void;
	/** Draws it for paper: at this size, sharp, and in the colours of the light theme. */
	print(width: number, height: number): void;
	/** Draws it for the screen again. */
	unprint(): void;
	destroy(): void;
}

/** Dots of a printer to one px of the page. */
const printDensity = 3;

/** Puts a chart on a canvas; `moves` is whether its figures may glide (never under reduced motion). */
export function drawChart(canvas: HTMLCanvasElement, model: ChartModel, moves: () => boolean): DrawnChart {
	return model.stacked === undefined
		? drawn(canvas, model, moves, new Chart(canvas, configurationOf(model, inkOf(canvas))), configurationOf)
		: drawn(canvas, model, moves, new Chart(canvas, barsOf(model, inkOf(canvas))), barsOf);
}

function drawn<Kind extends 'line' | 'bar'>(
	canvas: HTMLCanvasElement,
	first: ChartModel,
	moves: () => boolean,
	chart: Chart<Kind, (number | null)[], string>,
	configure: (model: ChartModel, ink: Ink) => ChartConfiguration<Kind, (number | null)[], string>
): DrawnChart {
	let model = first;
	const show = (mode?: 'none') => {
		const { data, options } = configure(model, inkOf(canvas));
		chart.data.labels = data.labels ?? [];
		data.datasets.forEach((dataset, index) => {
			const present = chart.data.datasets[index];
			// The same object stays, so that Chart.js moves the line instead of drawing a new one.
			if (present) Object.assign(present, dataset);
			else chart.data.datasets[index] = dataset;
		});
		chart.data.datasets.length = data.datasets.length;
		if (options) chart.options = options;
		chart.update(mode);
	};
	return {
		update(next) {
			model = next;
			show(moves() ? undefined : 'none');
		},
		print(width, height) {
			chart.stop();
			inLight(() => show('none'));
			if (chart.options) chart.options.devicePixelRatio = printDensity;
			chart.resize(width, height);
		},
		unprint() {
			show('none');
			chart.resize();
		},
		destroy: () => chart.destroy()
	};
}

/** Paper is white, whatever the screen's theme: the medium changes only after a page has heard that it is printed. */
function inLight(work: () => void): void {
	const { dataset } = document.documentElement;
	const theme = dataset['theme'];
	dataset['theme'] = 'light';
	work();
	if (theme === undefined) delete dataset['theme'];
	else dataset['theme'] = theme;
}

function barsOf(model: ChartModel, ink: Ink): ChartConfiguration<'bar', (number | null)[], string> {
	const font = { family: ink.font, size: 13 };
	const across = model.stacked === 'across';
	const labelAxis = {
		type: 'category' as const,
		stacked: true,
		grid: { display: false },
		border: { color: ink.axis },
		ticks: {
			autoSkip: false,
			maxRotation: 0,
			padding: 4,
			color: ink.text,
			font,
			callback: (_value: number | string, index: number) => model.ticks[index] ?? ''
		}
	};
	const valueAxis = {
		stacked: true,
		beginAtZero: true,
		...(model.max === undefined ? {} : { max: model.max }),
		grid: { display: model.tick !== false, color: ink.grid, drawTicks: false },
		border: { display: false },
		ticks: {
			display: model.tick !== false,
			maxTicksLimit: 5,
			maxRotation: 0,
			padding: 4,
			color: ink.quiet,
			font,
			callback: (value: number | string) => (model.tick === false ? '' : model.tick(Number(value)))
		}
	};
	return {
		type: 'bar',
		data: {
			labels: [...model.labels],
			datasets: model.series.map((series) => ({
				label: series.label,
				data: [...series.values],
				backgroundColor: series.tone === 'plan' || series.tone === 'pace' ? ink.text : ink[series.tone],
				// A seam of paper parts the pieces where shades are near each other, in print above all.
				borderColor: ink.paper,
				borderWidth: across ? { right: 1 } : { top: 1 },
				maxBarThickness: 34,
				categoryPercentage: 0.8,
				barPercentage: 0.9
			}))
		},
		options: {
			indexAxis: across ? 'y' : 'x',
			responsive: true,
			maintainAspectRatio: false,
			animation: { duration: 200 },
			interaction: { mode: 'index', axis: across ? 'y' : 'x', intersect: false },
			layout: { padding: { top: 8, right: model.right ?? 28, bottom: 0, left: 0 } },
			scales: across ? { x: valueAxis, y: labelAxis } : { x: labelAxis, y: valueAxis },
			plugins: {
				tooltip: {
					...tooltipInk(ink, font),
					callbacks: {
						label: (item) => {
							const value = across ? item.parsed.x : item.parsed.y;
							return ` ${item.dataset.label ?? ''}  ${value === null ? '—' : model.format(value)}`;
						}
					}
				},
				annotation: { annotations: {} }
			}
		}
	};
}

function tooltipInk(ink: Ink, font: { readonly family: string; readonly size: number }) {
	return {
		backgroundColor: ink.paper,
		titleColor: ink.text,
		bodyColor: ink.text,
		borderColor: ink.axis,
		borderWidth: 1,
		titleFont: font,
		bodyFont: font,
		boxWidth: 10,
		boxHeight: 2
	};
}

interface Ink {
	readonly main: string;
	readonly light: string;
	readonly pale: string;
	readonly compare: string;
	readonly text: string;
	readonly quiet: string;
	readonly grid: string;
	readonly axis: string;
	readonly area: string;
	readonly paper: string;
	readonly font: string;
}

/** The theme's colours as a canvas understands them. */
function inkOf(canvas: HTMLCanvasElement): Ink {
	const style = getComputedStyle(canvas);
	const colour = (name: string): string => {
		canvas.style.color = `var(${name})`;
		return style.color;
	};
	const ink = {
		main: colour('--blue-1'),
		light: colour('--blue-3'),
		pale: colour('--blue-4'),
		compare: colour('--compare'),
		text: colour('--ink'),
		quiet: colour('--ink-3'),
		grid: colour('--line'),
		axis: colour('--line-strong'),
		area: colour('--accent-soft'),
		paper: colour('--paper'),
		font: style.fontFamily
	};
	canvas.style.color = '';
	return ink;
}

function datasetOf(series: ChartSeries, ink: Ink): ChartDataset<'line', (number | null)[]> {
	const path = series.tone === 'plan' || series.tone === 'pace';
	const colour = series.tone === 'plan' || series.tone === 'pace' ? ink.text : ink[series.tone];
	const dot = series.dotAt === undefined ? (path ? null : lastIndex(series.values)) : series.dotAt;
	const size = series.tone === 'main' ? 3.5 : 2.5;
	return {
		label: series.label,
		data: [...series.values],
		borderColor: colour,
		backgroundColor: series.area ? ink.area : colour,
		fill: series.area ? 'origin' : false,
		borderWidth: series.tone === 'main' ? 2 : series.tone === 'plan' ? 1.2 : series.tone === 'pace' ? 0.8 : 1.6,
		borderDash: series.tone === 'plan' ? [4, 3] : [],
		pointRadius: series.values.map((_, index) => (index === dot ? size : 0)),
		pointHoverRadius: 3,
		pointBackgroundColor: colour,
		pointBorderWidth: 0,
		tension: 0,
		spanGaps: false,
		clip: 4,
		order: series.tone === 'main' ? 0 : series.tone === 'light' ? 1 : 2
	};
}

function configurationOf(model: ChartModel, ink: Ink): ChartConfiguration<'line', (number | null)[], string> {
	const font = { family: ink.font, size: 13 };
	return {
		type: 'line',
		data: { labels: [...model.labels], datasets: model.series.map((series) => datasetOf(series, ink)) },
		options: {
			responsive: true,
			maintainAspectRatio: false,
			animation: { duration: 200 },
			interaction: { mode: 'index', intersect: false },
			layout: { padding: { top: 8, right: model.right ?? 8, bottom: 0, left: 0 } },
			scales: {
				x: {
					type: 'category',
					grid: { display: false },
					border: { color: ink.axis },
					ticks: {
						autoSkip: false,
						maxRotation: 0,
						padding: 2,
						color: ink.quiet,
						font,
						callback: (_value, index) => model.ticks[index] ?? ''
					}
				},
				y: {
					...(model.min === undefined ? { beginAtZero: true } : { min: model.min }),
					...(model.max === undefined ? {} : { max: model.max }),
					grid: { display: model.tick !== false, color: ink.grid, drawTicks: false },
					border: { display: false },
					ticks: {
						display: model.tick !== false,
						maxTicksLimit: 4,
						padding: 4,
						color: ink.quiet,
						font,
						callback: (value) => (model.tick === false ? '' : model.tick(Number(value)))
					}
				}
			},
			plugins: {
				tooltip: {
					...tooltipInk(ink, font),
					callbacks: {
						label: (item) =>
							` ${item.dataset.label ?? ''}  ${item.parsed.y === null ? '—' : model.format(item.parsed.y)}`
					}
				},
				annotation: { clip: false, animations: { numbers: { duration: 0 } }, annotations: annotationsOf(model, ink) }
			}
		}
	};
}

function annotationsOf(model: ChartModel, ink: Ink): Record<string, AnnotationOptions> {
	const annotations: Record<string, AnnotationOptions> = {};
	if (model.target) {
		annotations['target'] = {
			type: 'line',
			scaleID: 'y',
			value: model.target.value,
			borderColor: ink.text,
			borderWidth: 1.2,
			borderDash: [4, 3]
		};
		annotations['targetLabel'] = {
			...plainLabel(model.target.label, ink, ink.text),
			xValue: model.labels.length - 1,
			yValue: model.target.value,
			position: { x: 'start', y: 'center' },
			xAdjust: 4
		};
	}
	if (model.now !== undefined) {
		annotations['now'] = {
			type: 'line',
			scaleID: 'x',
			value: model.now,
			borderColor: ink.axis,
			borderWidth: 1,
			drawTime: 'beforeDatasetsDraw'
		};
	}
	model.series.forEach((series, index) => {
		const last = series.dotAt ?? lastIndex(series.values);
		const value = last === null ? null : series.values[last];
		if (!series.endLabel || last === null || value === null || value === undefined) return;
		const side = series.endSide ?? 'right';
		annotations[`end${index}`] = {
			...plainLabel(series.endLabel, ink, endInk(series.tone, ink)),
			xValue: last,
			yValue: value,
			position: side === 'right' ? { x: 'start', y: 'center' } : { x: 'end', y: 'center' },
			xAdjust: side === 'right' ? 5 : -6,
			yAdjust: side === 'above' ? -10 : side === 'below' ? 12 : 0,
			font: {
				family: ink.font,
				size: 13,
				weight: series.tone === 'main' || series.tone === 'light' ? 'bold' : 'normal'
			}
		};
	});
	return annotations;
}

function endInk(tone: SeriesTone, ink: Ink): string {
	if (tone === 'plan' || tone === 'pace') return ink.text;
	return tone === 'compare' ? ink.quiet : ink.main;
}

function plainLabel(content: string, ink: Ink, color: string) {
	return {
		type: 'label',
		content,
		color,
		backgroundColor: 'transparent',
		padding: 0,
		font: { family: ink.font, size: 13 }
	} as const;
}

function lastIndex(values: readonly (number | null)[]): number | null {
	const index = values.findLastIndex((value) => value !== null);
	return index < 0 ? null : index;
}
