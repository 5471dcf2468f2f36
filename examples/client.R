# Print claimant, number with hedge, and statement of each figure, from one CSV file.
service <- c(commandArgs(trailingOnly = TRUE), "http://127.0.0.1:8000")[1]
question <- "/v1/population.csv?within=ua-pokrovsk-hromada&sort=claimed_on"
figures <- read.csv(paste0(service, question), encoding = "UTF-8", na.strings = "")
lines <- paste(figures$claimant_name, figures$text, figures$statement, sep = "\t")
writeLines(lines, useBytes = TRUE)
