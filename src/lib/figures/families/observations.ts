// The cells of reported figures: what each period adds to an indicator, and how many units have reported it.
import { cellFamily } from '../cell-family.ts';

/** What the period adds to the figure: the sum up to a period is the figure at its end. */
export const observedValues = cellFamily('observations/:indicator/value/:period', 'city', 'hundredths');
/** Units that have reported for the period. */
export const observedReports = cellFamily('observations/:indicator/reports/:period', 'city', 'count');
export const observedValuesBy = cellFamily('observations-by/:unit/:indicator/value/:period', 'breakdown', 'hundredths');
export const observedReportsBy = cellFamily('observations-by/:unit/:indicator/reports/:period', 'breakdown', 'count');
