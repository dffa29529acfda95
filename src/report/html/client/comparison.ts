/** The ways to look at a mismatch. Slider and blinking are made when first asked for. */
export const comparisonClient = `
function startComparison(comparison) {
  const tools = comparison.querySelector('[data-tools]');
  const panes = comparison.querySelector('.panes');
  const stage = comparison.querySelector('[data-stage]');
  const expected = readPicture(panes.querySelector('[data-kind=expected]'));
  const actual = readPicture(panes.querySelector('[data-kind=actual]'));
  if (!expected || !actual) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let timer;

  function view(build) {
    clearInterval(timer);
    panes.hidden = build !== undefined;
    stage.hidden = build === undefined;
    stage.replaceChildren(...(build ? build() : []));
  }

  function makeSlider() {
    const { svg, top, width, height } = stack(expected, actual);
    const clip = draw('rect', { width: 0, height });
    const id = 'clip-' + comparison.parentElement.closest('[id]').id;
    const edge = draw('line', { class: 'edge', y1: 0, y2: height });
    svg.append(draw('clipPath', { id }, clip), edge);
    top.setAttribute('clip-path', 'url(#' + id + ')');
    const range = make('input', { type: 'range', min: 0, max: 1000, value: 500 });
    range.ariaLabel = 'How much of the expected picture shows';
    const slide = () => {
      const x = (range.value / 1000) * width;
      clip.setAttribute('width', x);
      edge.setAttribute('x1', x);
      edge.setAttribute('x2', x);
    };
    const follow = (event) => {
      if (event.buttons !== 1) return;
      const { left, width: shown } = svg.getBoundingClientRect();
      range.value = ((event.clientX - left) / shown) * 1000;
      slide();
    };
    range.addEventListener('input', slide);
    svg.addEventListener('pointerdown', follow);
    svg.addEventListener('pointermove', follow);
    slide();
    const controls = make('div', { className: 'controls' });
    controls.append(make('span', { textContent: 'Expected' }), range, make('span', { textContent: 'Actual' }));
    return [svg, controls];
  }

  function makeBlink() {
    const { svg, top } = stack(expected, actual);
    const shown = make('b');
    const button = make('button', { type: 'button' });
    let showsActual = false;
    let runs = !still;
    const flip = () => {
      showsActual = !showsActual;
      top.setAttribute('visibility', showsActual ? 'hidden' : 'visible');
      shown.textContent = showsActual ? 'Actual' : 'Expected';
    };
    const pace = () => {
      clearInterval(timer);
      if (runs) timer = setInterval(flip, 600);
      button.textContent = runs ? 'Pause' : 'Blink';
    };
    const once = make('button', { type: 'button', textContent: 'Switch' });
    button.addEventListener('click', () => {
      runs = !runs;
      pace();
    });
    once.addEventListener('click', () => {
      runs = false;
      pace();
      flip();
    });
    flip();
    pace();
    return [svg, make('div', { className: 'controls' }, shown, button, once)];
  }

  const views = { 'Side by side': undefined, Slider: makeSlider, Blink: makeBlink };
  const buttons = Object.entries(views).map(([textContent, build]) => {
    const button = make('button', { type: 'button', textContent });
    button.ariaPressed = String(build === undefined);
    button.addEventListener('click', () => {
      for (const each of buttons) each.ariaPressed = String(each === button);
      view(build);
    });
    return button;
  });
  const group = make('div', { className: 'views', role: 'group' }, ...buttons);
  group.ariaLabel = 'How to compare';
  tools.append(group);
  if (comparison.querySelector('.boxes')) tools.append(makeBoxesSwitch(comparison));
  tools.hidden = false;
}

function makeBoxesSwitch(comparison) {
  const box = make('input', { type: 'checkbox', checked: true });
  box.addEventListener('change', () => comparison.classList.toggle('no-boxes', !box.checked));
  return make('label', {}, box, 'Outline what differs');
}

function readPicture(figure) {
  const image = figure?.querySelector('img');
  if (!image) return undefined;
  const boxes = figure.querySelector('.boxes');
  const [width, height] = ['width', 'height'].map((side) => Number(image.getAttribute(side)));
  return { href: image.getAttribute('src'), width, height, boxes };
}

/** The expected picture over the actual one, pixel on pixel from the top left corner. */
function stack(expected, actual) {
  const width = Math.max(expected.width, actual.width);
  const height = Math.max(expected.height, actual.height);
  const image = (picture) =>
    draw('image', { href: picture.href, width: picture.width, height: picture.height });
  const top = image(expected);
  const svg = draw('svg', { viewBox: '0 0 ' + width + ' ' + height, role: 'img' }, image(actual), top);
  svg.setAttribute('aria-label', 'Expected over actual');
  svg.style.maxWidth = (75 * width) / height + 'vh';
  if (actual.boxes) svg.append(actual.boxes.cloneNode(true));
  return { svg, top, width, height };
}

for (const comparison of document.querySelectorAll('[data-comparison]')) startComparison(comparison);
`;
