/* A small game, and what it asks of the lobby beside it: who plays how well, and matches. */
import { sessionNamed } from '/dist/xmpp-elements.js';

const GAME = 'Star Drift';
const MATCH_LASTS = 60_000;

const room = document.querySelector('xmpp-room');
const canvas = document.querySelector('canvas');
const pen = canvas.getContext('2d');
const shown = { score: document.querySelector('#score'), best: document.querySelector('#best') };
const matchLine = document.querySelector('#match');
const inviteButton = document.querySelector('#invite');

/* The lobby */

/** Levels of this game's own: everybody tells theirs by what they play. */
room.decorateOccupant = ({ affiliation, game }) => {
  const level = /^\d{1,3}$/.exec(game?.name === GAME ? (game.level ?? '') : '')?.[0];
  if (affiliation === 'owner' || affiliation === 'admin') return { badge: 'Referee', level };
  return level ? { level, title: `Level ${level} in ${GAME}` } : undefined;
};

const tellLevel = () => sessionNamed().publishGame({ name: GAME, level: String(levelOf(best)) });
const levelOf = (score) => 1 + Math.floor(score / 5);

room.addEventListener('xmpp-room-joined', () => void tellLevel());

inviteButton.addEventListener('click', async () => {
  try {
    const uri = new URL(`#${crypto.randomUUID()}`, location.href).href;
    await room.inviteToMatch({
      game: GAME,
      uri,
      expires: Date.now() + 5 * 60_000,
      text: 'Who collects most in a minute?',
    });
    matchLine.textContent = 'Invited: waiting for somebody to accept';
  } catch {
    matchLine.textContent = 'Join the conversation first, then invite';
  }
});

document.addEventListener('xmpp-invite', ({ detail: { game, from } }) => {
  if (game?.name === GAME) matchLine.textContent = `${nameOf(from)} asks for a match: see the lobby`;
});

// Told on both sides: it begins for whoever accepts, and for whoever has invited.
document.addEventListener('xmpp-match', ({ detail: { game, from, accepted, own } }) => {
  if (game !== GAME) return;
  if (accepted) startMatch(own ? 'the lobby' : nameOf(from));
  else if (!own) matchLine.textContent = `${nameOf(from)} does not want to play`;
});

const nameOf = (jid) => jid.slice(jid.indexOf('/') + 1);

/* The game */

const ship = { x: 320, y: 200, dx: 0, dy: 0, angle: -Math.PI / 2 };
const held = new Set();
let star = somewhere();
let score = 0;
let best = Number(localStorage.getItem('star-drift:best')) || 0;
let endOfMatch = 0;
shown.best.value = best;

function startMatch(opponent) {
  setScore(0);
  endOfMatch = performance.now() + MATCH_LASTS;
  matchLine.textContent = `Match against ${opponent}`;
  canvas.dataset.match = opponent;
}

function endMatch() {
  endOfMatch = 0;
  delete canvas.dataset.match;
  matchLine.textContent = `Match over: ${score}`;
  room.send(`I have ${score} in ${GAME}`).catch(() => undefined);
}

addEventListener('keydown', (event) => {
  if (!event.key.startsWith('Arrow') || event.target.closest('button, a, input')) return;
  event.preventDefault();
  held.add(event.key);
});
addEventListener('keyup', ({ key }) => held.delete(key));
addEventListener('blur', () => held.clear());
canvas.addEventListener('pointerdown', ({ offsetX, offsetY }) => {
  const scale = canvas.width / canvas.clientWidth;
  ship.angle = Math.atan2(offsetY * scale - ship.y, offsetX * scale - ship.x);
  ship.dx += Math.cos(ship.angle) * 1.5;
  ship.dy += Math.sin(ship.angle) * 1.5;
});

function somewhere() {
  return { x: 30 + Math.random() * 580, y: 30 + Math.random() * 340 };
}

function setScore(points) {
  shown.score.value = score = points;
  if (score <= best) return;
  const level = levelOf(best);
  shown.best.value = best = score;
  localStorage.setItem('star-drift:best', best);
  if (levelOf(best) !== level) void tellLevel();
}

function step() {
  if (held.has('ArrowLeft')) ship.angle -= 0.07;
  if (held.has('ArrowRight')) ship.angle += 0.07;
  const thrust = (held.has('ArrowUp') ? 0.12 : 0) - (held.has('ArrowDown') ? 0.06 : 0);
  ship.dx = (ship.dx + Math.cos(ship.angle) * thrust) * 0.99;
  ship.dy = (ship.dy + Math.sin(ship.angle) * thrust) * 0.99;
  ship.x = (ship.x + ship.dx + canvas.width) % canvas.width;
  ship.y = (ship.y + ship.dy + canvas.height) % canvas.height;
  canvas.dataset.x = Math.round(ship.x);
  canvas.dataset.y = Math.round(ship.y);
  if (Math.hypot(ship.x - star.x, ship.y - star.y) < 22) {
    star = somewhere();
    setScore(score + 1);
  }
  if (endOfMatch && performance.now() > endOfMatch) endMatch();
}

function draw() {
  pen.fillStyle = '#0b0718';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#8f86b8';
  for (let index = 0; index < 60; index += 1)
    pen.fillRect((index * index * 37) % canvas.width, (index * 149) % canvas.height, 2, 2);

  pen.fillStyle = '#ffb454';
  pen.shadowColor = '#ffb454';
  pen.shadowBlur = 18;
  pen.beginPath();
  pen.arc(star.x, star.y, 8, 0, 2 * Math.PI);
  pen.fill();
  pen.shadowBlur = 0;

  pen.save();
  pen.translate(ship.x, ship.y);
  pen.rotate(ship.angle);
  pen.fillStyle = '#7df3e1';
  pen.beginPath();
  pen.moveTo(16, 0);
  pen.lineTo(-11, 10);
  pen.lineTo(-6, 0);
  pen.lineTo(-11, -10);
  pen.fill();
  pen.restore();
}

(function frame() {
  step();
  draw();
  requestAnimationFrame(frame);
})();
