/** Shows only the scenarios of the chosen verdicts that contain every word of the text. */
export const filterClient = String.raw`
function startFilter() {
  const form = document.querySelector('[data-filters]');
  const chips = [...form.querySelectorAll('[data-filter]')];
  const text = form.querySelector('[data-text]');
  const scenarios = [...document.querySelectorAll('details.scenario')];

  function filter() {
    const pressed = chips.filter((chip) => chip.ariaPressed === 'true');
    const verdicts = pressed.map((chip) => chip.dataset.filter);
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const scenario of scenarios) {
      const { verdict, search } = scenario.dataset;
      const ofVerdict = verdicts.length === 0 || verdicts.includes(verdict);
      const matches = ofVerdict && words.every((word) => search.includes(word));
      scenario.hidden = !matches;
      if (matches) shown += 1;
    }
    document.querySelector('[data-empty]').hidden = shown > 0;
    form.querySelector('[data-shown]').value = shown + ' of ' + scenarios.length + ' scenarios shown';
  }

  for (const chip of chips) {
    chip.addEventListener('click', () => {
      chip.ariaPressed = String(chip.ariaPressed !== 'true');
      filter();
    });
  }
  text.disabled = false;
  text.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('keydown', (event) => {
    const busy = document.querySelector('dialog[open]') || event.target.closest?.('input');
    if (event.key !== '/' || busy) return;
    event.preventDefault();
    text.focus();
  });
}

startFilter();
`;
