/** Opens a picture large, and moves through the pictures of its group. */
export const viewerClient = `
function startViewer() {
  const dialog = document.querySelector('[data-viewer]');
  const frame = make('div', { className: 'viewer-frame' });
  const caption = make('bdi');
  const position = make('span');
  const sizeButton = make('button', { type: 'button', textContent: 'Actual size' });
  const closeButton = make('button', { type: 'button', title: 'Close (Escape)' }, drawIcon('close'));
  const backButton = make('button', { type: 'button', title: 'Previous (left arrow)' }, drawIcon('left'));
  const onButton = make('button', { type: 'button', title: 'Next (right arrow)' }, drawIcon('right'));
  const top = make('div', { className: 'viewer-top' });
  top.append(make('p', {}, caption), position, sizeButton, closeButton);
  backButton.className = 'step-aside';
  onButton.className = 'step-aside';
  closeButton.ariaLabel = 'Close';
  backButton.ariaLabel = 'Previous picture';
  onButton.ariaLabel = 'Next picture';
  dialog.append(top, backButton, make('div', { className: 'viewer-picture' }, frame), onButton);

  dialog.tabIndex = -1;
  let pictures = [];
  let index = 0;

  function show(next) {
    const link = pictures[next];
    if (!link) return;
    index = next;
    const thumbnail = link.querySelector('img');
    const image = make('img', { src: link.href, alt: link.dataset.caption });
    for (const side of ['width', 'height']) image.setAttribute(side, thumbnail.getAttribute(side));
    frame.replaceChildren(image);
    caption.textContent = link.dataset.caption;
    position.textContent = index + 1 + ' / ' + pictures.length;
    backButton.disabled = index === 0;
    onButton.disabled = index === pictures.length - 1;
  }

  function openAt(link) {
    const { group, caption: wanted } = link.dataset;
    const all = [...document.querySelectorAll('a.shot')];
    pictures = all.filter(
      (each) => each.dataset.group === group && !('repeated' in each.dataset),
    );
    const at = pictures.findIndex(
      (each) => each.href === link.href && each.dataset.caption === wanted,
    );
    if (at < 0) pictures = [link];
    dialog.showModal();
    dialog.focus();
    show(Math.max(0, at));
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a.shot');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openAt(link);
  });
  dialog.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: pictures.length - 1 };
    if (!Object.hasOwn(to, event.key)) return;
    event.preventDefault();
    show(to[event.key]);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target.classList.contains('viewer-picture')) dialog.close();
  });
  sizeButton.addEventListener('click', () => {
    const actual = dialog.classList.toggle('is-actual-size');
    sizeButton.textContent = actual ? 'Fit' : 'Actual size';
  });
  closeButton.addEventListener('click', () => dialog.close());
  backButton.addEventListener('click', () => show(index - 1));
  onButton.addEventListener('click', () => show(index + 1));
}

startViewer();
`;
