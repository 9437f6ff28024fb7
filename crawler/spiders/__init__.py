"""The crawl, run as a child process: `python -m crawler.spiders JOB.json`. Scrapy lives here and nowhere else."""
