/** Makes elements; local times; copy buttons; opens what a link points at. */
export const pageClient = `
function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function draw(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function drawIcon(name) {
  const attributes = { class: 'icon', 'aria-hidden': 'true' };
  return draw('svg', attributes, draw('use', { href: '#i-' + name }));
}

for (const time of document.querySelectorAll('time')) {
  const moment = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const label = button.querySelector('span');
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(button.previousElementSibling);
      label.textContent = 'Selected';
    }
    setTimeout(() => {
      label.textContent = 'Copy';
    }, 1600);
  });
}

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  const scenario = target?.closest('details.scenario');
  if (!scenario) return;
  scenario.open = true;
  target.scrollIntoView({ block: 'center' });
}

addEventListener('hashchange', openTarget);
openTarget();
`;
