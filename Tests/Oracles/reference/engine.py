"""The engine as a black box: `ritual explain --batch`, JSON lines in and out."""
import subprocess

PATIENCE = 600
CRASHES = 5


def ask(ritual, lines):
    """An answer for each line, None for one that never came, and how the processes ended that were ended by a signal."""
    answers, ends = [], []
    while len(answers) < len(lines):
        left = lines[len(answers):]
        output, end = once(ritual, left)
        if end:
            ends.append((left[min(len(output), len(left) - 1)], end))
        answers += output[:len(left)]
        if len(answers) < len(lines):
            answers.append(None)
            if len(ends) > CRASHES or not end:
                answers += [None] * (len(lines) - len(answers))
    return answers, ends


def once(ritual, lines):
    """The whole lines one process answered, and its end where that is a fault."""
    process = subprocess.Popen([ritual, "explain", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = None
    try:
        output, _ = process.communicate("".join(line + "\n" for line in lines).encode(), timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        output, end = process.communicate()[0], f"no end within {PATIENCE} s"
    if process.returncode < 0 and not end:
        end = f"signal {-process.returncode}"
    answered = output.split(b"\n")[:-1]
    if len(answered) > len(lines):
        end = f"{len(answered)} answers to {len(lines)} requests"
    return answered, end
