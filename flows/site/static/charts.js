"use strict";
// Charts are drawn from the rows on the page, so that what a chart shows can also be read.
(() => {
  const axis = { domainColor: "var(--soft)", tickColor: "var(--line)", gridColor: "var(--line)", labelColor: "var(--soft)", titleColor: "var(--soft)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 200 };
  const config = { background: "transparent", font: "system-ui, sans-serif", view: { stroke: null }, axis, legend: { labelColor: "var(--soft)", titleColor: "var(--soft)", labelFontSize: 12, orient: "top", title: null, symbolStrokeWidth: 2 } };
  const time = { field: "time", type: "temporal", scale: { type: "utc", nice: true }, axis: { title: null, labelOverlap: true, tickCount: 6 } };
  const outlet = { field: "outlet", type: "nominal", sort: null, axis: { title: null, grid: true, ticks: false, domain: false } };
  const read = (id) => [...document.getElementById(id).querySelectorAll("[data-time]")].map(({ dataset }) => ({ ...dataset })).filter((row) => row.time);
  const charts = {
    timeline: (id) => ({
      data: { values: read(id) },
      mark: { type: "point", size: 110, strokeWidth: 2, filled: false },
      encoding: {
        x: time, y: outlet,
        fill: { field: "kind", type: "nominal", scale: { domain: ["own", "wire", "copy"], range: ["var(--said)", "var(--paper)", "var(--hedged)"] }, legend: { labelExpr: "{own: 'own text', wire: 'agency text', copy: 'copy'}[datum.label]" } },
        stroke: { value: "var(--said)" },
      },
    }),
    appearances: (id) => ({
      data: { values: read(id) },
      mark: { type: "circle", opacity: 0.9, color: "var(--said)" },
      encoding: { x: { ...time, timeUnit: "utcyearmonthdatehours" }, y: outlet, size: { aggregate: "count", type: "quantitative", scale: { range: [50, 400] }, legend: null } },
    }),
  };
  for (const element of document.querySelectorAll("[data-chart]")) {
    const spec = charts[element.dataset.chart](element.dataset.from);
    if (!spec.data.values.length) { element.remove(); continue; }
    const full = { $schema: "https://vega.github.io/schema/vega-lite/v6.json", width: "container", height: 26 * new Set(spec.data.values.map((row) => row.outlet)).size, autosize: { type: "fit-x", contains: "padding" }, config, ...spec };
    vegaEmbed(element, full, { actions: false, renderer: "svg", ast: true, defaultStyle: false, tooltip: false }).catch((error) => { throw error; });
  }
})();
